/** Translated members as drafts: keys in the order of the language, comments where something was changed or guessed. */
import type { Spanned } from '../../semantic/issues/issue.ts'
import { type Draft, type Entry, entry } from '../draft.ts'
import type { TranslatedDimension } from './dimension.ts'
import type { LensMember } from './entity-plan.ts'
import type { About, LensMeasure } from './lens.ts'
import type { TranslatedMeasure } from './measure.ts'

export function aboutEntries({ title, description, owner, tags }: Partial<About>): readonly Entry[] {
  return [...entry('title', title), ...entry('description', description), ...entry('owner', owner), ...entry('tags', tags)]
}

export function dimensionDraft(
  id: string,
  name: string,
  member: Exclude<LensMember, { kind: 'measure' }>,
  translated: Extract<TranslatedDimension, { ok: true }>,
): Draft {
  const { value } = member
  const { from, type, decisions } = translated
  const isTypeOwn = type === value.type.value || (type === 'boolean' && value.type.value === 'bool')
  const typeNote = isTypeOwn || decisions.length === 0 || 'sql' in from ? undefined : `${value.type.value} in the Lens`
  const written = member.kind === 'dimension' ? member.value.sql : undefined
  const isGuessed = decisions.some(({ kind }) => kind === 'guessed')
  const origin: readonly Entry[] =
    'column' in from
      ? entry('column', from.column === name ? undefined : from.column)
      : 'sql' in from
        ? entry(
            'sql',
            from.sql,
            decisions.length === 0 ? undefined : (originalNote(written, from.sql) ?? (isGuessed ? 'guessed' : undefined)),
          )
        : entry('measure', from.measure)
  return {
    id,
    entries: [
      ...entry('name', name),
      ...entry('type', type, typeNote),
      ...origin,
      ...aboutEntries(value),
      ...entry('hidden', value.hidden),
      ...entry('verified', value.verified),
    ],
  }
}

const longestNote = 120

/** What stood in the Lens, where it says more than what stands here. */
function originalNote(written: Spanned<string> | undefined, sql: string): string | undefined {
  const text = written?.value.replaceAll(/\s+/g, ' ').trim()
  if (text === undefined || plain(text) === plain(sql)) return undefined
  return `in the Lens: ${text.length > longestNote ? `${text.slice(0, longestNote)}...` : text}`
}

/** Without what only looks different: spaces, case, the entity in front of its own members. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\s+/g, '')
    .replaceAll(/\$\{\w+\./g, '${')
}

/** One measure, or a hidden one and its running value. */
export function measureDrafts(
  id: string,
  name: string,
  lens: LensMeasure,
  measure: Extract<TranslatedMeasure, { ok: true }>,
): readonly Draft[] {
  const { type, sql, where, window, decisions } = measure
  const note = decisions.some(({ kind }) => kind === 'changed') && sql !== undefined ? originalNote(lens.sql, sql) : undefined
  const counted = lens.type.value === 'count_distinct_approx' ? 'count_distinct_approx in the Lens' : undefined
  const aggregate = [...entry('type', type, counted), ...entry('sql', sql, note), ...entry('where', where)]
  const people = [
    ...aboutEntries(lens),
    ...entry('format', lens.format),
    ...entry('hidden', lens.hidden),
    ...entry('verified', lens.verified),
  ]
  if (window === undefined) return [{ id, entries: [...entry('name', name), ...aggregate, ...people] }]
  const base = `${name.slice(0, 45)}_base`
  const said = lens.type.value === 'running_total' ? 'running_total in the Lens' : 'a rolling window in the Lens'
  const over = window === 'all' ? [] : entry('window', { n: window.n, unit: window.unit })
  return [
    { id, entries: [...entry('name', base), ...aggregate, ...entry('hidden', true)] },
    { id, entries: [...entry('name', name), ...entry('type', 'cumulative', said), ...entry('of', base), ...over, ...people] },
  ]
}
