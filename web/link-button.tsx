/** Copies an address that opens the query of this tab, with its variables. */
import { pick, ToolbarButton, useGraphiQL } from '@graphiql/react'
import { deepLinkTo } from './deep-link.ts'

export function LinkButton() {
  const { queryEditor, variableEditor } = useGraphiQL(pick('queryEditor', 'variableEditor'))
  const copy = () => {
    const link = deepLinkTo(document.baseURI, { query: queryEditor?.getValue() ?? '', variables: variableEditor?.getValue() ?? '' })
    void navigator.clipboard.writeText(link)
  }
  return (
    <ToolbarButton label="Copy a link to this query" onClick={copy}>
      <svg className="graphiql-toolbar-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
        <path d="M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1" strokeLinecap="round" />
      </svg>
    </ToolbarButton>
  )
}
