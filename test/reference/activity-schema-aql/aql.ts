/**
 * Questions in AQL as data: which rows of one activity are asked about, and what is appended to each of them out of others.
 *
 *   using customer_stream
 *   select all signed_up ( entity_uuid as customer_id, ts as signed_up_at )
 *   append first after visited_page ( ts as first_page_at filter <condition> )
 */
export interface Column {
  /** `ts`, `referrer_url`, `count(activity_id)`. */
  readonly source: string
  readonly name: string
}

export interface Block {
  readonly verb: 'select' | 'append' | 'aggregate'
  /** all, first, last, nth(2); absent for aggregates. */
  readonly occurrence?: string
  /** ever, before, after, between; for aggregates `all` too. */
  readonly relation?: string
  readonly activity: string
  readonly columns: readonly Column[]
  /** As SQL over `${members}` of the activity. */
  readonly conditions: readonly string[]
}

/** A column that the package knows by its name alone. */
const included: Readonly<Record<string, Block>> = {
  total_items_purchased_after: {
    verb: 'aggregate',
    relation: 'after',
    activity: 'bought_something',
    columns: [{ source: 'sum(total_items_purchased)', name: 'total_items_purchased_after' }],
    conditions: [],
  },
}

export function readAql(text: string): readonly Block[] {
  const rest = text.replace(/^using \w+\s*/, '').trim()
  const words = /^(select|append|aggregate|include)\s*([^(]*(?:\(\d+\)[^(]*)?)\(/
  const blocks: Block[] = []
  for (let left = rest; left !== ''; ) {
    const head = words.exec(left)
    if (head === null) throw new Error(`No AQL: ${left}`)
    const [whole, verb = '', between = ''] = head
    const end = closing(left, whole.length)
    blocks.push(...blocksOf(verb, between.trim().split(/\s+/), left.slice(whole.length, end)))
    left = left.slice(end + 1).trim()
  }
  return blocks
}

function blocksOf(verb: string, words: readonly string[], body: string): readonly Block[] {
  const names = body.split(/[\s,]+/).filter((name) => name !== '')
  if (verb === 'include') return names.map((name) => included[name] ?? fail(`Nothing is known of ${name}`))
  const activity = words.at(-1) ?? ''
  const inside = { activity, ...contentOf(body) }
  if (verb === 'select') return [{ verb, occurrence: words[0] ?? '', ...inside }]
  if (verb === 'append') return [{ verb, occurrence: words[0] ?? '', relation: words[1] ?? '', ...inside }]
  return [{ verb: 'aggregate', relation: words[0] ?? '', ...inside }]
}

/** Columns, then conditions on the rows. */
function contentOf(body: string): Pick<Block, 'columns' | 'conditions'> {
  const [columns = '', ...conditions] = body.split(/\b(?:filter|join)\b/)
  return {
    columns: columns.split(/,(?![^(]*\))/).map((column) => {
      const [source = '', name = ''] = column.trim().split(/\s+as\s+/)
      return { source, name }
    }),
    conditions: conditions.map(sqlOf),
  }
}

/** A feature of the activity is a member of its entity, of the type that the condition casts it to. */
function sqlOf(condition: string): string {
  const feature = String.raw`\{\{\s*dbt_aql\.json_extract\('[^']*',\s*'(\w+)'\)\s*\}\}`
  return condition
    .trim()
    .replaceAll(new RegExp(String.raw`nullif\(\s*${feature},\s*''\)::int`, 'g'), '${$1}')
    .replaceAll(new RegExp(feature, 'g'), '${$1}')
}

function closing(text: string, from: number): number {
  for (let depth = 1, place = from; place < text.length; place += 1) {
    if (text[place] === '(') depth += 1
    else if (text[place] === ')' && --depth === 0) return place
  }
  return fail(`Parentheses that do not close: ${text}`)
}

function fail(message: string): never {
  throw new Error(message)
}
