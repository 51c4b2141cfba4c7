/** A random question about measures over time, as GraphQL, and its answer read back. */
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import type { Ask } from '../support/story.ts'
import { type Size, sizes } from './calendar.ts'
import { entityOf, recipesOf } from './model.ts'
import { later, type World } from './world.ts'

export type Other = 'state' | 'channel'

export interface Question {
  readonly others: readonly Other[]
  /** Buckets of the clock; of different sizes. */
  readonly clock: readonly Size[]
  /** Buckets are asked for as those of the sale's own time, not of `time`. */
  readonly own: boolean
  readonly measures: readonly string[]
  readonly shown: Shown
  /** Only sales through one of them. */
  readonly channels?: readonly (string | null)[]
  /** Only of customers there, or of customers whose state nobody knows. */
  readonly states?: readonly (string | null)[]
  readonly fill: boolean
  /** Only groups in which the measure is more than so much. */
  readonly having?: { readonly measure: string; readonly above: number }
}

/** The condition on `time`, both days or instants included. */
export interface Shown {
  readonly from?: string
  readonly to?: string
}

/** A number, or text that is none; floats are compared within a rounding. */
export type Value = number | null
/** Values by the group's keys as JSON: those of `others`, then those of `clock`. */
export type Groups = ReadonlyMap<string, readonly Value[]>

export interface Answer {
  readonly groups: Groups
  readonly totals: readonly Value[]
}

const sampleWorld: World = {
  clock: 'date',
  timeZone: 'UTC',
  asOf: '2024-01-01',
  around: '2024-01-01',
  weekStart: 'monday',
  fiscalYearStart: 1,
  rolling: { n: 1, unit: 'day' },
  toDate: 'month',
  before: { n: 1, unit: 'day' },
  sales: [],
  visits: [],
}
export const measureNames: readonly string[] = Object.keys(recipesOf(sampleWorld))

/** Questions that the world can answer: hours of instants only, levels of shares in the grain. */
export function questionsOf(world: World): fc.Arbitrary<Question> {
  return fc
    .record({
      others: fc.subarray<Other>(['state', 'channel']),
      clock: fc.oneof(
        { weight: 1, arbitrary: fc.constant<readonly Size[]>([]) },
        { weight: 5, arbitrary: fc.constantFrom(...sizes).map((size): readonly Size[] => [size]) },
        { weight: 3, arbitrary: fc.subarray([...sizes], { minLength: 2, maxLength: 3 }) },
      ),
      own: fc.boolean(),
      measures: fc.shuffledSubarray([...measureNames], { minLength: 1, maxLength: 4 }),
      from: fc.option(fc.integer({ min: -40, max: 2 }), { freq: 2 }),
      days: fc.option(fc.integer({ min: 0, max: 60 }), { freq: 2 }),
      times: fc.option(fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 23 })), { freq: 2 }),
      channels: fc.option(fc.subarray([null, 'web', 'shop'], { minLength: 1 }), { freq: 2 }),
      states: fc.option(fc.subarray([null, 'NY', 'CA'], { minLength: 1 }), { freq: 2 }),
      fill: fc.boolean(),
    })
    .map(({ from, days, times, channels, states, ...asked }): Question => {
      const clock = asked.clock.filter((size) => size !== 'hour' || world.clock === 'timestamp')
      const shown = atTimes(shownFor(world, clock, from, days), times)
      const isFillable = asked.fill && clock.length > 0
      // From a visit to a channel it is many sales.
      const hasVisits = asked.measures.some((name) => name.includes('visit'))
      const others = hasVisits ? asked.others.filter((other) => other !== 'channel') : asked.others
      return {
        ...asked,
        others,
        clock,
        shown,
        own: asked.own && !isFillable && !hasVisits,
        fill: isFillable,
        measures: asked.measures.filter((name) => hasLevels(name, { ...asked, others, clock })),
        ...(channels !== null && !hasVisits && { channels }),
        ...(states !== null && { states }),
      }
    })
    .filter(({ measures }) => measures.length > 0)
}

/** One size of bucket, days or longer, everything shown. */
export function bySize(
  measures: readonly string[],
  among: readonly Size[] = sizes.filter((size) => size !== 'hour'),
): fc.Arbitrary<Question> {
  return fc
    .record({ others: fc.subarray<Other>(['state', 'channel']), size: fc.constantFrom(...among) })
    .map(({ others, size }) => ({ others, clock: [size], own: false, measures, shown: {}, fill: false }))
}

/** Hours of some days, days of some months: no more rows than can be looked at. */
function shownFor({ around }: World, clock: readonly Size[], from: number | null, days: number | null): Shown {
  if (clock.includes('hour')) return { from: later(around, (from ?? 0) % 2), to: later(around, ((from ?? 0) % 2) + ((days ?? 2) % 3)) }
  const first = clock.includes('day') ? (from ?? -30) : from
  return {
    ...(first !== null && { from: later(around, first) }),
    ...(days !== null && { to: later(around, (first ?? 0) + days) }),
  }
}

function atTimes({ from, to }: Shown, hours: readonly [number, number] | null): Shown {
  if (hours === null) return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
  const at = (day: string, hour: number) => `${day}T${String(hour).padStart(2, '0')}:30:00Z`
  return { ...(from !== undefined && { from: at(from, hours[0]) }), ...(to !== undefined && { to: at(to, hours[1]) }) }
}

function hasLevels(name: string, { others, clock, own }: Pick<Question, 'others' | 'clock' | 'own'>): boolean {
  const recipe = recipesOf(sampleWorld)[name]
  if (recipe?.kind !== 'share' && recipe?.kind !== 'rank') return true
  return recipe.within.every((level) => (level === 'month' ? clock.includes('month') && !own : others.includes(level)))
}

export function questionText({ timeZone, asOf }: World, question: Question): string {
  const { others, clock, own, measures, fill, having } = question
  const where = whereText(question)
  const kept = having === undefined ? '' : `, having: { sale: { ${fieldOf(having.measure)}: { gt: ${having.above} } } }`
  const words = own ? clock.map((size) => `SOLD_AT_${size.toUpperCase()}`) : []
  const by = {
    customer: others.includes('state') ? ['STATE'] : [],
    sale: [...(others.includes('channel') ? ['CHANNEL'] : []), ...words],
    time: own ? [] : clock.map((size) => size.toUpperCase()),
  }
  const grain = Object.entries(by).flatMap(([group, members]) => (members.length === 0 ? [] : [`${group}: [${members.join(', ')}]`]))
  const fieldsOf = (entity: 'sale' | 'visit') => measures.filter((name) => entityOf(name) === entity).map(fieldOf)
  const totals = (['sale', 'visit'] as const).flatMap((entity) => inGroup(entity, fieldsOf(entity)))
  const keys = [
    ...(others.includes('state') ? ['customer { state }'] : []),
    ...(!own && clock.length > 0 ? [`time { ${clock.map(fieldOf).join(' ')} }`] : []),
  ]
  const ofSale = [...(others.includes('channel') ? ['channel'] : []), ...(own ? clock.map((size) => fieldOf(`sold_at_${size}`)) : [])]
  const fields = [...keys, ...inGroup('sale', [...ofSale, ...fieldsOf('sale')]), ...inGroup('visit', fieldsOf('visit'))]
  return `{ slice(by: { ${grain.join(', ')} }, asOf: "${asOf}", timeZone: "${timeZone}", limit: 10000${where}${kept}${fill ? ', fill: true' : ''}) {
    rows { ${fields.join(' ')} } totals { ${totals.join(' ')} } hasMore } }`
}

function inGroup(group: string, fields: readonly string[]): readonly string[] {
  return fields.length === 0 ? [] : [`${group} { ${fields.join(' ')} }`]
}

function whereText({ shown: { from, to }, channels, states }: Question): string {
  const edges = [...(from === undefined ? [] : [`gte: "${from}"`]), ...(to === undefined ? [] : [`lte: "${to}"`])]
  const parts = [
    ...(edges.length === 0 ? [] : [`time: { ${edges.join(', ')} }`]),
    ...(channels === undefined ? [] : [`sale: { channel: { in: ${JSON.stringify(channels)} } }`]),
    ...(states === undefined ? [] : [`customer: { state: { in: ${JSON.stringify(states)} } }`]),
  ]
  return parts.length === 0 ? '' : `, where: { ${parts.join(', ')} }`
}

function fieldOf(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}

type Cells = Readonly<Record<string, string | number | null>>
interface Slice {
  readonly rows: readonly { readonly customer?: Cells; readonly time?: Cells; readonly sale?: Cells; readonly visit?: Cells }[]
  readonly totals: { readonly sale?: Cells; readonly visit?: Cells }
  readonly hasMore: boolean
}

export async function answerTo(world: World, question: Question, ask: Ask): Promise<Answer> {
  const { others, clock, own, measures } = question
  const text = questionText(world, question)
  const { rows, totals, hasMore } = (await ask(text).catch((error: unknown) => {
    throw new Error(`${text}\n${error instanceof Error ? error.message : String(error)}`)
  })) as Slice
  if (hasMore) throw new Error('More rows than are read')
  const groups = rows.map(({ customer, time, ...facts }) => {
    const keys = [
      ...others.map((other) => (other === 'state' ? customer?.state : facts.sale?.channel)),
      ...clock.map((size) => bucketText(own ? facts.sale?.[fieldOf(`sold_at_${size}`)] : time?.[fieldOf(size)], size)),
    ]
    return [JSON.stringify(keys), measures.map((name) => numberOf(facts[entityOf(name)]?.[fieldOf(name)]))] as const
  })
  const found = new Map(groups)
  if (found.size !== groups.length) throw new Error('A group stands there twice')
  return { groups: found, totals: measures.map((name) => numberOf(totals[entityOf(name)]?.[fieldOf(name)])) }
}

function bucketText(cell: string | number | null | undefined, size: Size): string | null {
  if (cell === null || cell === undefined) return null
  return size === 'hour' ? Temporal.Instant.from(String(cell)).toString() : String(cell)
}

function numberOf(cell: string | number | null | undefined): Value {
  if (cell === undefined) throw new Error('A measure that was asked for is not there')
  return cell === null ? null : Number(cell)
}
