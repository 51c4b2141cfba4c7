/** What each tab of the editor was last answered, beside the text that the editor itself shows. */
import type { ExecutionResult } from 'graphql'

export interface Question {
  readonly query: string
  readonly operationName?: string | null
  readonly variables?: Readonly<Record<string, unknown>>
  /** From the headers editor. */
  readonly headers: Readonly<Record<string, string>>
}

export interface Answer {
  readonly question: Question
  readonly result: ExecutionResult
}

export interface Answers {
  /** Whose question is asked next. */
  show(tab: string): void
  /** Takes back what the tab shown was answered before; the function returned is given the new answer. */
  ask(): (answer: Answer) => void
  of(tab: string): Answer | undefined
  /** Forgets the answers of tabs that are closed. */
  keep(tabs: readonly string[]): void
  subscribe(listener: () => void): () => void
}

export function createAnswers(): Answers {
  const answers = new Map<string, Answer>()
  const listeners = new Set<() => void>()
  const changed = () => {
    for (const listener of listeners) listener()
  }
  let shown = ''
  return {
    show: (tab) => {
      shown = tab
    },
    ask: () => {
      const tab = shown
      answers.delete(tab)
      changed()
      return (answer) => {
        answers.set(tab, answer)
        changed()
      }
    },
    of: (tab) => answers.get(tab),
    keep: (tabs) => {
      for (const tab of [...answers.keys()]) if (!tabs.includes(tab)) answers.delete(tab)
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
