/** Fill adds the combinations that are missing, and changes no other but that sums of nothing are 0. */
import { Temporal } from 'temporal-polyfill'
import type { Ask } from '../../support/story.ts'
import { Calendar, finestOf, isEarlier, type Size } from '../calendar.ts'
import { type Asked, type AskedOften, earlier, expectEqualGroups, often } from '../groups.ts'
import type { Property } from '../hold.ts'
import { answerTo, type Groups, questionsOf } from '../question.ts'
import { worlds } from '../world.ts'

export const fill: Property<AskedOften> = {
  title: 'fill adds the combinations that are missing, and changes no other',
  given: worlds.chain((world) =>
    often(
      world,
      questionsOf(world)
        .filter(({ clock }) => clock.length > 0 && !clock.includes('hour'))
        .map((question) => ({ ...question, own: false, fill: true, measures: ['sales', 'revenue', 'highest'] })),
    ),
  ),
  check: async ({ world, questions }, ask) => {
    for (const question of questions) await expectFilled({ world, question }, ask)
  },
}

async function expectFilled(asked: Asked, ask: Ask): Promise<void> {
  const { world, question } = asked
  const unfilled = (await answerTo(world, { ...question, fill: false }, ask)).groups
  const filled = (await answerTo(world, question, ask)).groups
  const expected = new Map([...unfilled].map(([key, [sales = null, revenue, highest = null]]) => [key, [sales, revenue ?? 0, highest]]))
  for (const key of combinations(asked, unfilled)) if (!expected.has(key)) expected.set(key, [0, 0, null])
  expectEqualGroups(asked, filled, expected)
}

/** All buckets from the first to the last, or in what is shown, with each combination of the others. */
function combinations({ world, question: { others, clock, shown } }: Asked, groups: Groups): readonly string[] {
  const calendar = new Calendar(world)
  const bucketsOf = (day: Temporal.PlainDate) => clock.map((size) => calendar.bucket({ day }, size))
  const keys = [...groups.keys()].map((key): readonly (string | null)[] => JSON.parse(key))
  // The first day that is in all buckets of a group.
  const starts = keys.flatMap((key) => latest(key.slice(others.length).filter((bucket) => bucket !== null)) ?? []).sort()
  const first = shown.from === undefined ? starts[0] : firstShown(shown.from, clock, calendar)
  const yesterday = calendar.asOf.day.subtract({ days: 1 })
  const last = shown.to === undefined ? starts.at(-1) : earlier(calendar.from(shown.to).day, yesterday).toString()
  if (first === undefined || last === undefined) return []
  const all = new Set<string>()
  const found = others.length === 0 ? [[]] : keys.map((key) => key.slice(0, others.length))
  for (let day = Temporal.PlainDate.from(first); !isEarlier(Temporal.PlainDate.from(last), day); day = day.add({ days: 1 })) {
    for (const combination of found) all.add(JSON.stringify([...combination, ...bucketsOf(day)]))
  }
  return [...all]
}

/** A bucket that is shown in part is shown. */
function firstShown(from: string, clock: readonly Size[], calendar: Calendar): string {
  const finest = finestOf(clock)
  const { day } = calendar.from(from)
  return finest === undefined ? day.toString() : calendar.bucket({ day }, finest)
}

function latest(days: readonly string[]): string | undefined {
  return [...days].sort().at(-1)
}
