/**
 * Addresses of the page that open a query. None of them asks it: a link of somebody else must not make the database work.
 *
 *   ?query={customers{totalCount}}&variables={"first":3}     a tab with this text
 *   ?saved=top-customers&variables={"first":3}               a tab with the saved query of that name
 */

export type DeepLink =
  | { readonly kind: 'query'; readonly query: string; readonly variables: string }
  | { readonly kind: 'saved'; readonly name: string; readonly variables: Readonly<Record<string, unknown>> }

export function readDeepLink(search: string): DeepLink | undefined {
  const parameters = new URLSearchParams(search)
  const variables = parameters.get('variables') ?? ''
  const saved = parameters.get('saved')
  const query = parameters.get('query')
  if (query) return { kind: 'query', query, variables }
  return saved ? { kind: 'saved', name: saved, variables: readVariables(variables) } : undefined
}

export function deepLinkTo(page: string, { query, variables }: { readonly query: string; readonly variables: string }): string {
  const link = new URL(page)
  link.hash = ''
  link.search = new URLSearchParams({ query, ...(variables.trim() !== '' && { variables }) }).toString()
  return link.href
}

/** What is no object of JSON is as if it were not there: the editor shows the defaults. */
function readVariables(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {}
  }
}
