/** Table, Chart and SQL beside the JSON of the answer: they stand in the editor's own pane for answers, which is shown for JSON. */
import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react'
import type { Storage } from '@graphiql/toolkit'
import { useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react'
import type { Answers } from '../answers.ts'
import type { Server } from '../server.ts'
import { TabList, tabId } from '../tab-list.tsx'
import { AnswerView } from './answer-view.tsx'
import { Mishap } from './mishap.tsx'

const views = [
  { id: 'table', title: 'Table' },
  { id: 'chart', title: 'Chart' },
  { id: 'sql', title: 'SQL' },
  { id: 'json', title: 'JSON' },
] as const
type View = (typeof views)[number]['id']

interface AnswerPanelProps {
  readonly answers: Answers
  readonly server: Server
  readonly storage: Storage
}

const panel = 'answer'
const storedView = 'answerView'

export function AnswerPanel({ answers, server, storage }: AnswerPanelProps) {
  const [view, setView] = useState<View>(() => views.find(({ id }) => id === storage.getItem(storedView))?.id ?? 'table')
  const [list, setList] = useState<string>()
  const { tabs, activeTabIndex, schema, isFetching, fetchError } = useGraphiQL(
    pick('tabs', 'activeTabIndex', 'schema', 'isFetching', 'fetchError'),
  )
  const { stop } = useGraphiQLActions()
  const tab = tabs[activeTabIndex]
  const id = tab?.id ?? ''
  const answer = useSyncExternalStore(answers.subscribe, () => answers.of(id))
  useLayoutEffect(() => answers.show(id), [answers, id])
  // The editor would write an answer into whatever tab is shown when it comes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is what ends the question.
  useEffect(() => stop, [stop, id])
  useEffect(() => answers.keep(tabs.map(({ id }) => id)), [answers, tabs])
  const select = (chosen: View) => {
    setView(chosen)
    storage.setItem(storedView, chosen)
  }
  const refusal = notSent(tab?.response) ?? (answer === undefined ? withoutSchema(fetchError) : undefined)
  return (
    <div className={view === 'json' ? 'answer answer-json' : 'answer'}>
      <TabList className="answer-tabs" label="The answer as" tabs={views} selected={view} panel={panel} onSelect={select} />
      <div role="tabpanel" id={panel} aria-labelledby={tabId(panel, view)} hidden={view === 'json'} className="answer-body">
        {view !== 'json' && refusal !== undefined && (
          <p className="answer-note" role="alert">
            {refusal}
          </p>
        )}
        {view !== 'json' && refusal === undefined && answer === undefined && !isFetching && (
          <p className="answer-note">The answer to the query is shown here. Ctrl-Enter asks.</p>
        )}
        {view !== 'json' && refusal === undefined && answer !== undefined && schema == null && (
          <p className="answer-note">
            This server shows no schema, and without one the page does not know the columns. JSON has the answer.
          </p>
        )}
        {view !== 'json' && refusal === undefined && answer !== undefined && schema != null && (
          <Mishap key={view}>
            <AnswerView answer={answer} schema={schema} server={server} view={view} wanted={list} onWanted={setList} />
          </Mishap>
        )}
      </div>
    </div>
  )
}

/** The editor itself refuses what it cannot send, such as variables that are no JSON, and what did not reach the server. */
function notSent(response: string | null | undefined): string | undefined {
  if (!response || response.length > 20_000) return undefined
  const errors = errorsIn(response)
  return errors === undefined || errors.some(({ extensions }) => extensions !== undefined) ? undefined : messagesOf(errors)
}

/** Why there is no schema: the server's errors as text, or any other text. */
function withoutSchema(fetchError: string | null): string | undefined {
  if (fetchError === null) return undefined
  const errors = errorsIn(fetchError)
  return errors === undefined ? fetchError : messagesOf(errors)
}

type Errors = readonly { readonly message?: string; readonly extensions?: unknown }[]

/** Undefined for an answer with data. */
function errorsIn(text: string): Errors | undefined {
  try {
    const { errors, data } = JSON.parse(text) as { readonly errors?: Errors; readonly data?: unknown }
    return data === undefined ? errors : undefined
  } catch {
    return [{ message: text }]
  }
}

function messagesOf(errors: Errors): string {
  return errors.map(({ message }) => message ?? '').join('\n')
}
