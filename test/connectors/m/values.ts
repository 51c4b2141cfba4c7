/** Values of Power Query's language M, as the evaluator of these tests holds them. */

export type Value = null | boolean | number | bigint | string | Binary | Day | Instant | Duration | List | Record | Lambda | Type | Table

export type List = readonly Value[]

/** Computed when it is asked for, once. */
export type Lazy = () => Promise<Value>

export function lazy(compute: () => Promise<Value>): Lazy {
  let computed: Promise<Value> | undefined
  return () => {
    computed ??= compute()
    return computed
  }
}

export class Record {
  readonly fields: ReadonlyMap<string, Lazy>
  constructor(fields: ReadonlyMap<string, Lazy>) {
    this.fields = fields
  }
  static of(fields: Readonly<{ [name: string]: Value }>): Record {
    return new Record(new Map(Object.entries(fields).map(([name, value]) => [name, async () => value])))
  }
}

export class Lambda {
  readonly call: (...given: readonly Value[]) => Promise<Value>
  constructor(call: (...given: readonly Value[]) => Promise<Value>) {
    this.call = call
  }
}

export class Binary {
  readonly text: string
  readonly metadata: Record
  constructor(text: string, metadata: Record = Record.of({})) {
    this.text = text
    this.metadata = metadata
  }
}

/** Of types only the name matters: `number`, `Int64.Type`, `table`. */
export class Type {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  constructor(name: string, columns: Type['columns'] = []) {
    this.name = name
    this.columns = columns
  }
}

export class Day {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export class Instant {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export class Duration {
  readonly seconds: number
  constructor(seconds: number) {
    this.seconds = seconds
  }
}

export class Table {
  readonly columns: Type['columns']
  readonly rows: readonly (readonly Value[])[]
  constructor(columns: Type['columns'], rows: readonly (readonly Value[])[]) {
    this.columns = columns
    this.rows = rows
  }
}

/** What `error` raises and `try` catches; anything else that is thrown is a mistake of the evaluator, and fails the test. */
export class Raised extends Error {
  readonly reason: string
  readonly detail: Value
  constructor(reason: string, message: string, detail: Value = null) {
    super(message)
    this.reason = reason
    this.detail = detail
  }
}

/** The primitive type a value has, as `is` and `as` ask for it. */
export function kindOf(value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'logical'
  if (typeof value === 'number' || typeof value === 'bigint') return 'number'
  if (typeof value === 'string') return 'text'
  if (Array.isArray(value)) return 'list'
  const found = classes.find(([kind]) => value instanceof kind)
  if (found === undefined) throw new Error(`There is no kind for ${String(value)}`)
  return found[1]
}

const classes = [
  [Record, 'record'],
  [Lambda, 'function'],
  [Binary, 'binary'],
  [Type, 'type'],
  [Day, 'date'],
  [Instant, 'datetimezone'],
  [Duration, 'duration'],
  [Table, 'table'],
] as const

type Kinds = {
  text: string
  number: number
  logical: boolean
  list: List
  record: Record
  function: Lambda
  binary: Binary
  type: Type
  duration: Duration
}

/** The value, which has to be of this kind: nothing is converted on the way into a function. */
export function the<K extends keyof Kinds>(kind: K, value: Value | undefined): Kinds[K] {
  if (value === undefined || kindOf(value) !== kind || typeof value === 'bigint') {
    throw new Raised('Expression.Error', `We cannot convert ${value === undefined ? 'nothing' : kindOf(value)} to ${kind}.`)
  }
  return value as Kinds[K] // `kindOf` has looked.
}
