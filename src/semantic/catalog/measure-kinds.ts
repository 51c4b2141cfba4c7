/**
 * Measures that are made from another one: over time (cumulative, offset, difference, growth) and among the groups of an answer (share, rank).
 * What each takes, the type it gives, and which of them can be made of which.
 */
import type { ExpressionType } from '../expression/expression.ts'
import { assertNever, failure, type Issue, issue, type Result, success } from '../issues/issue.ts'
import type { DerivedDeclaration, PeriodDeclaration, WindowDeclaration } from '../model/model.ts'
import type { Calendar } from '../time/granularity.ts'
import type { Level, Measure, MemberName, Period, Window } from './catalog.ts'
import type { Place } from './expressions.ts'
import { levelNamed } from './levels.ts'
import { measureNamed } from './measure-names.ts'
import { measuresRead, sourceEntities } from './measure-reads.ts'
import { timesNeeded, unitsNeeded } from './times-needed.ts'

export interface Computed {
  readonly type: ExpressionType
  readonly compute: Measure['compute']
  /** The measure whose values these are: its unit and format are theirs where they declare none. */
  readonly like?: Measure
}

export interface DerivedContext {
  readonly place: Place
  readonly calendar: Calendar
  readonly resolve: (name: MemberName) => Result<Measure>
}

export function derivedMeasure(declaration: DerivedDeclaration, context: DerivedContext): Result<Computed> {
  const name = measureNamed(declaration.of, context.place, 'of')
  if (!name.ok) return name
  const of = context.resolve(name.value)
  if (!of.ok) return of
  const made = new Made(declaration, of.value, context)
  const refused = made.refused()
  if (refused.length > 0) return failure(...refused)
  const { kind } = declaration
  const same = { type: of.value.type, like: of.value }
  switch (kind) {
    case 'cumulative':
      return success({ ...same, compute: { kind, of: name.value, window: windowOf(declaration.window) } })
    case 'offset':
      return success({ ...same, compute: { kind, of: name.value, by: periodOf(declaration.by) } })
    case 'difference':
      return success({ ...same, compute: { kind, of: name.value, by: periodOf(declaration.by) } })
    case 'growth':
      return success({ type: 'float', compute: { kind, of: name.value, by: periodOf(declaration.by) } })
    case 'share': {
      const within = made.levels(declaration.within)
      return within.ok ? success({ type: 'float', compute: { kind, of: name.value, within: within.value } }) : within
    }
    case 'rank': {
      const within = made.levels(declaration.within)
      const { direction } = declaration
      return within.ok ? success({ type: 'integer', compute: { kind, of: name.value, within: within.value, direction } }) : within
    }
    default:
      return assertNever(kind)
  }
}

export function periodOf({ n, unit }: PeriodDeclaration): Period {
  return { n, unit: unit.value }
}

function windowOf(window: WindowDeclaration): Window {
  if (window.kind === 'all') return window
  return window.kind === 'to_date' ? { kind: 'to_date', unit: window.unit.value } : { kind: 'last', ...periodOf(window) }
}

/** One measure made of another: what it may not be made of. */
class Made {
  readonly #declaration: DerivedDeclaration
  readonly #of: Measure
  readonly #context: DerivedContext
  readonly #sources: ReadonlySet<string>
  readonly #read: readonly Measure[]

  constructor(declaration: DerivedDeclaration, of: Measure, context: DerivedContext) {
    this.#declaration = declaration
    this.#of = of
    this.#context = context
    const find = (entity: string, name: string): Measure | undefined => {
      const found = context.resolve({ entity, name })
      return found.ok ? found.value : undefined
    }
    this.#sources = sourceEntities(of, find)
    this.#read = measuresRead(of, find)
  }

  refused(): readonly Issue[] {
    const { kind } = this.#declaration
    switch (kind) {
      case 'cumulative':
        return [...this.#timeless(), ...this.#madeOf(['cumulative', 'share', 'rank', 'semi_additive'], 'a measure of the rows of a window')]
      case 'offset':
        return this.#timeless()
      case 'difference':
      case 'growth':
        return [...this.#timeless(), ...this.#notNumeric()]
      case 'share':
        return [...this.#notNumeric(), ...this.#madeOf(['share', 'rank'], 'a measure that has a value for the whole')]
      case 'rank':
        return []
      default:
        return assertNever(kind)
    }
  }

  levels(written: (DerivedDeclaration & { readonly kind: 'share' | 'rank' })['within']): Result<readonly Level[]> {
    const { place, calendar } = this.#context
    const levels = written.map((name) => levelNamed(name, place, calendar, this.#sources))
    const issues = levels.flatMap((level) => (level.ok ? [] : level.issues))
    return issues.length > 0 ? failure(...issues) : success(levels.flatMap((level) => (level.ok ? [level.value] : [])))
  }

  get #what(): string {
    return `\`${this.#context.place.owner}\` (${this.#declaration.kind})`
  }

  /** What looks back needs times, in units they have. */
  #timeless(): readonly Issue[] {
    const { kind, of } = this.#declaration
    const { drafts, owner } = this.#context.place
    const unit = unitOf(this.#declaration)
    return [
      ...timesNeeded(this.#sources, `\`type: ${kind}\``, of.span, drafts),
      ...(unit === undefined ? [] : unitsNeeded(this.#sources, unit, owner, drafts)),
    ]
  }

  #notNumeric(): readonly Issue[] {
    const { type, entity, name } = this.#of
    if (type === 'integer' || type === 'bigint' || type === 'decimal' || type === 'float') return []
    const actual = `\`${entity}.${name}\`, of type ${type}`
    return [issue('TYPE_MISMATCH', { what: this.#what, expected: 'a number', actual }, this.#declaration.of.span)]
  }

  #madeOf(kinds: readonly MeasureKind[], expected: string): readonly Issue[] {
    const wrong = this.#read.find((measure) => kinds.includes(kindOf(measure)))
    if (wrong === undefined) return []
    return [issue('TYPE_MISMATCH', { what: this.#what, expected, actual: describe(wrong) }, this.#declaration.of.span)]
  }
}

function unitOf(declaration: DerivedDeclaration) {
  if ('by' in declaration) return declaration.by.unit
  return declaration.kind === 'cumulative' && declaration.window.kind !== 'all' ? declaration.window.unit : undefined
}

type MeasureKind = Measure['compute']['kind'] | 'semi_additive'

export function kindOf({ compute }: Measure): MeasureKind {
  return compute.kind === 'aggregate' && compute.semiAdditive !== undefined ? 'semi_additive' : compute.kind
}

/** "`order.running_total`, which is cumulative". */
export function describe(measure: Measure): string {
  return `\`${measure.entity}.${measure.name}\`, ${kindWords[kindOf(measure)]}`
}

const kindWords: Readonly<Record<MeasureKind, string>> = {
  aggregate: 'an aggregate of rows',
  number: 'a number made of other measures',
  cumulative: 'which is cumulative',
  offset: 'which reads an earlier time',
  difference: 'which compares with an earlier time',
  growth: 'which compares with an earlier time',
  share: 'a share among the groups of an answer',
  rank: 'a rank among the groups of an answer',
  semi_additive: 'which counts only one instant of each group',
}
