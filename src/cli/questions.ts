/** Questions to the person at the terminal, one after the other. An empty answer, or the end of the input, is the default. */
import { createInterface, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

export class Questions {
  readonly #output: Writable
  readonly #lines: Interface
  /** Lines that came before they were asked for. */
  readonly #early: string[] = []
  #waiting: ((line: string) => void) | undefined
  #isEnded = false

  constructor(input: Readable, output: Writable) {
    this.#output = output
    this.#lines = createInterface({ input })
    this.#lines.on('line', (line) => {
      if (this.#waiting === undefined) this.#early.push(line)
      else this.#waiting(line)
    })
    this.#lines.once('close', () => {
      this.#isEnded = true
      this.#waiting?.('')
    })
  }

  async ask(question: string, byDefault: string): Promise<string> {
    this.#output.write(`${question}${byDefault === '' ? '' : ` [${byDefault}]`}: `)
    const answer = (await this.#nextLine()).trim()
    return answer === '' ? byDefault : answer
  }

  close(): void {
    this.#lines.close()
  }

  #nextLine(): Promise<string> {
    const early = this.#early.shift()
    if (early !== undefined) return Promise.resolve(early)
    if (this.#isEnded) return Promise.resolve('')
    return new Promise((resolve) => {
      this.#waiting = (line) => {
        this.#waiting = undefined
        resolve(line)
      }
    })
  }
}
