/** GraphiQL as this server shows it; a server that wants an access token is asked for with one. */
import { explorerPlugin } from '@graphiql/plugin-explorer'
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql'
import { useState } from 'react'
import { createAccess } from './access.ts'
import { AccessForm } from './access-form.tsx'
import { AnswerPanel } from './answer/answer-panel.tsx'
import { createAnswers } from './answers.ts'
import { readDeepLink } from './deep-link.ts'
import { EditorLooks, editorLooks } from './editor-looks.ts'
import { firstQuery } from './first-query.ts'
import { LeaveEditors } from './leave-editors.ts'
import { LinkButton } from './link-button.tsx'
import { membersPlugin } from './members/plugin.tsx'
import { MendNames } from './mend-names.ts'
import { ownStorage } from './own-storage.ts'
import { QueryTabs } from './query-tabs.tsx'
import { createSavedQueryList } from './saved/list.ts'
import { OpenLinked } from './saved/open-linked.tsx'
import { savedQueriesPlugin } from './saved/plugin.tsx'
import { createServer } from './server.ts'

const explorer = explorerPlugin({ showAttribution: false })
const storage = ownStorage(localStorage, 'tessera')
const link = readDeepLink(location.search)
/** Otherwise there is no room beside the editor; page.css has the same width. */
const isWide = innerWidth > 900

function createPage(onRefused: () => void) {
  const access = createAccess({ onRefused })
  const answers = createAnswers()
  const server = createServer(access, answers)
  const list = createSavedQueryList(server)
  const saved = savedQueriesPlugin({ list, server })
  return { access, answers, server, list, saved, plugins: [saved, membersPlugin, explorer, HISTORY_PLUGIN] }
}

function focusQuery() {
  document.querySelector<HTMLElement>('.graphiql-query-editor .graphiql-editor')?.focus()
}

export function App() {
  const [refusals, setRefusals] = useState(0)
  const [attempt, setAttempt] = useState(0)
  const [problem, setProblem] = useState<string>()
  const [{ access, answers, server, list, saved, plugins }] = useState(() => createPage(() => setRefusals((count) => count + 1)))
  const enter = (token: string) => {
    access.enter(token)
    setRefusals(0)
    setProblem(undefined)
    // A new start reads the schema again; open tabs are kept in storage.
    setAttempt((count) => count + 1)
  }
  return (
    <>
      {/* The saved queries before it are a hundred presses of Tab. */}
      <button type="button" className="skip" onClick={focusQuery}>
        Skip to the query
      </button>
      {refusals > 0 && <AccessForm isSecondTry={attempt > 0} onEnter={enter} />}
      {problem !== undefined && refusals === 0 && (
        <p className="access" role="alert">
          {problem}
        </p>
      )}
      <GraphiQL
        key={attempt}
        fetcher={server.fetcher}
        storage={storage}
        plugins={plugins}
        {...(isWide && { visiblePlugin: saved })}
        editorTheme={editorLooks}
        defaultQuery={firstQuery}
        {...(link?.kind === 'query' && { initialQuery: link.query, initialVariables: link.variables })}
        defaultEditorToolsVisibility="variables"
        shouldPersistHeaders={false}
        showPersistHeadersSettings={false}
        schemaDescription
        inputValueDeprecation
      >
        <GraphiQL.Logo>
          <QueryTabs />
          <h1>Tessera</h1>
        </GraphiQL.Logo>
        <GraphiQL.Toolbar>
          {({ prettify, merge, copy }) => (
            <>
              {prettify}
              {merge}
              {copy}
              <LinkButton />
            </>
          )}
        </GraphiQL.Toolbar>
        <GraphiQL.Footer>
          <AnswerPanel answers={answers} server={server} storage={storage} />
        </GraphiQL.Footer>
        <LeaveEditors />
        <EditorLooks />
        <MendNames />
        {link?.kind === 'saved' && <OpenLinked name={link.name} variables={link.variables} list={list} onProblem={setProblem} />}
      </GraphiQL>
    </>
  )
}
