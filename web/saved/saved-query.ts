/** The saved queries of the model, as `/q` lists them, and what the page makes of one: variables for the editor, addresses of its files. */

export interface SavedQuery {
  readonly name: string
  readonly description: string
  readonly text: string
  readonly variables: readonly SavedVariable[]
  /** Whether it has one list of rows, and so can be had as a file. */
  readonly table: boolean
  readonly reason: string | null
  readonly formats: readonly string[]
}

export interface SavedVariable {
  readonly name: string
  /** As it is declared: `[String!]`. */
  readonly type: string
  readonly required: boolean
  readonly default: unknown
}

/** Defaults filled in; those without one as comments, since a variable that is null is another question than one that is absent. */
export function variablesText(variables: readonly SavedVariable[], given: Readonly<Record<string, unknown>> = {}): string {
  if (variables.length === 0) return ''
  const lines = variables.map(({ name, type, required, default: value }) => {
    const filled = given[name] ?? value
    if (filled !== null && filled !== undefined) return `  ${JSON.stringify(name)}: ${JSON.stringify(filled)},`
    return required ? `  ${JSON.stringify(name)}: null, // ${type}` : `  // ${JSON.stringify(name)}: ${type}`
  })
  return `{\n${lines.join('\n')}\n}`
}

/** `q/top-customers.csv?first=20&states=TX&states=FL`: of the variables only those that the query declares. */
export function savedQueryPath(query: SavedQuery, format: string, values: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams()
  for (const { name } of query.variables) for (const text of urlTexts(values[name])) search.append(name, text)
  return `q/${query.name}.${format}${search.size === 0 ? '' : `?${search}`}`
}

/** A list is written once for each item; an empty one, and one that holds more than plain values, as JSON. */
function urlTexts(value: unknown): readonly string[] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) {
    const isPlain = value.length > 0 && value.every((item) => typeof item !== 'object')
    return isPlain ? value.map(String) : [JSON.stringify(value)]
  }
  return [typeof value === 'object' ? JSON.stringify(value) : String(value)]
}

/** The name of the operation, by which a tab of the editor shows what it holds. */
export function operationNameOf(text: string): string | undefined {
  return /^\s*query\s+(\w+)/m.exec(text)?.[1]
}
