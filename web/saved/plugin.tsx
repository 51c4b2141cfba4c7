/** The saved queries of the model beside the editor: what they answer, their variables, a tab with one of them, and its files. */
import { type GraphiQLPlugin, tryParseJSONC, useGraphiQL } from '@graphiql/react'
import { useEffect, useState } from 'react'
import { Problems } from '../answer/problems.tsx'
import { saveFile } from '../save-file.ts'
import type { Server } from '../server.ts'
import type { SavedQueryList } from './list.ts'
import { operationNameOf, type SavedQuery, savedQueryPath, variablesText } from './saved-query.ts'
import { useOpenTab } from './use-open-tab.ts'

interface SavedQueriesProps {
  readonly list: SavedQueryList
  readonly server: Server
}

export function savedQueriesPlugin(props: SavedQueriesProps): GraphiQLPlugin {
  return { title: 'Saved queries', icon: Icon, content: () => <SavedQueries {...props} /> }
}

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M6 3.5h12v17l-6-4.5-6 4.5z" strokeLinejoin="round" />
      <path d="M9 8h6M9 11h6" strokeLinecap="round" />
    </svg>
  )
}

function SavedQueries({ list, server }: SavedQueriesProps) {
  const [queries, setQueries] = useState<readonly SavedQuery[]>()
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    list().then(setQueries, (reason: unknown) => setProblem(messageOf(reason)))
  }, [list])
  return (
    <section className="saved" aria-labelledby="saved-title">
      <h2 id="saved-title">Saved queries</h2>
      {problem !== undefined && <Problems messages={[problem]} />}
      {queries === undefined && problem === undefined && <p>Loading ...</p>}
      {queries?.length === 0 && <p>The model has no saved queries.</p>}
      <ul>
        {queries?.map((query) => (
          <li key={query.name}>
            <SavedQueryView query={query} server={server} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function SavedQueryView({ query, server }: { readonly query: SavedQuery; readonly server: Server }) {
  const openTab = useOpenTab()
  const open = () => openTab?.({ query: query.text, variables: variablesText(query.variables) })
  return (
    <article aria-label={query.name}>
      <button type="button" className="saved-open" disabled={openTab === undefined} onClick={open}>
        {query.name}
      </button>
      {query.description !== '' && <p>{query.description}</p>}
      {query.variables.length > 0 && (
        <dl>
          {query.variables.map(({ name, type, default: value }) => (
            <div key={name}>
              <dt>${name}</dt>
              <dd>
                {type}
                {value !== null && ` = ${JSON.stringify(value)}`}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {query.table ? <Files query={query} server={server} /> : <p className="saved-reason">No file. {query.reason}</p>}
    </article>
  )
}

/** With the variables that the editor has for this query now, otherwise with its defaults. */
function Files({ query, server }: { readonly query: SavedQuery; readonly server: Server }) {
  const [problem, setProblem] = useState<string>()
  const variables = useGraphiQL(({ tabs, activeTabIndex }) => {
    const tab = tabs[activeTabIndex]
    // The name is that of a moment ago, while the editor reads the text of a tab just opened.
    const isOpen = tab !== undefined && (tab.query === query.text || tab.operationName === operationNameOf(query.text))
    return isOpen ? (tab.variables ?? '') : ''
  })
  const download = async (format: string) => {
    try {
      const file = await server.saved(savedQueryPath(query, format, tryParseJSONC(variables) ?? {}))
      saveFile(await file.blob(), `${query.name}.${format}`)
      setProblem(undefined)
    } catch (reason) {
      setProblem(messageOf(reason))
    }
  }
  return (
    <p className="saved-files">
      {query.formats.map((format) => (
        // The address is the one for other programs; the page asks beside itself, where the browser sends the password along.
        <a
          key={format}
          href={`../${savedQueryPath(query, format, presentOf(variables))}`}
          aria-label={`${query.name} as ${format}`}
          onClick={(event) => {
            event.preventDefault()
            void download(format)
          }}
        >
          {format}
        </a>
      ))}
      {problem !== undefined && <Problems messages={[problem]} />}
    </p>
  )
}

/** While somebody types, the text may be no JSON. */
function presentOf(variables: string): Readonly<Record<string, unknown>> {
  try {
    return tryParseJSONC(variables) ?? {}
  } catch {
    return {}
  }
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason)
}
