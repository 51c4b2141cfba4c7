/** One way of asking one engine: hand-written SQL, the engine of this process, or the server over HTTP. */
import type { Call, EngineName, Question } from '../questions/question.ts'

export const pathNames = ['sql', 'engine', 'http'] as const
export type PathName = (typeof pathNames)[number]

/** What a call brought, as the path delivers it. */
export type Raw = unknown

export interface Target {
  readonly engine: EngineName
  readonly path: PathName
  /** What is measured: until the last row, or the last byte, is here. */
  ask(question: Question, call: Call): Promise<Raw>
  /** Not measured: the values of each row in the order of `question.answer`. An answer that is an error is thrown. */
  read(question: Question, raw: Raw): readonly (readonly unknown[])[]
  close(): Promise<void>
}

/** `postgres/sql` */
export function nameOf({ engine, path }: Pick<Target, 'engine' | 'path'>): string {
  return `${engine}/${path}`
}
