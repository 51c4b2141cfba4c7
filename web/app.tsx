/** GraphiQL as this server shows it; a server that wants an access token is asked for with one. */
import { explorerPlugin } from '@graphiql/plugin-explorer'
import { createGraphiQLFetcher } from '@graphiql/toolkit'
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql'
import { useState } from 'react'
import { createAccess } from './access.ts'
import { AccessForm } from './access-form.tsx'
import { firstQuery } from './first-query.ts'
import { ownStorage } from './own-storage.ts'

const explorer = explorerPlugin({ showAttribution: false })
const storage = ownStorage(localStorage, 'tessera')

export function App() {
  const [refusals, setRefusals] = useState(0)
  const [attempt, setAttempt] = useState(0)
  const [{ access, fetcher }] = useState(() => {
    const access = createAccess({ onRefused: () => setRefusals((count) => count + 1) })
    // Beside the page's own files: a browser that was asked for a password to see the page sends it along there, and only there.
    return { access, fetcher: createGraphiQLFetcher({ url: new URL('graphql', document.baseURI).href, fetch: access.fetch }) }
  })
  const enter = (token: string) => {
    access.enter(token)
    setRefusals(0)
    // A new start reads the schema again; open tabs are kept in storage.
    setAttempt((count) => count + 1)
  }
  return (
    <>
      {refusals > 0 && <AccessForm isSecondTry={attempt > 0} onEnter={enter} />}
      <GraphiQL
        key={attempt}
        fetcher={fetcher}
        storage={storage}
        plugins={[HISTORY_PLUGIN, explorer]}
        defaultQuery={firstQuery}
        shouldPersistHeaders={false}
        showPersistHeadersSettings={false}
        schemaDescription
        inputValueDeprecation
      >
        <GraphiQL.Logo>Tessera</GraphiQL.Logo>
      </GraphiQL>
    </>
  )
}
