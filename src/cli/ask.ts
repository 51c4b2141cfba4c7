/** One question to the person at the terminal; an empty answer, or the end of the input, is the default. */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Terminal } from './terminal.ts'

export function ask(terminal: Terminal, input: Readable, question: string, byDefault: string): Promise<string> {
  const lines = createInterface({ input, output: terminal.stderr, terminal: false })
  terminal.stderr.write(`${question}${byDefault === '' ? '' : ` [${byDefault}]`}: `)
  return new Promise((resolve) => {
    let answer = ''
    lines.once('line', (line) => {
      answer = line.trim()
      lines.close()
    })
    lines.once('close', () => resolve(answer === '' ? byDefault : answer))
  })
}
