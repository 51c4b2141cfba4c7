/** An answer as a table, a chart or its SQL. Loaded with the first answer. */
import type { GraphQLSchema } from 'graphql'
import { lazy, Suspense, useMemo, useState } from 'react'
import type { Answer } from '../answers.ts'
import { saveFile } from '../save-file.ts'
import type { Server } from '../server.ts'
import { Problems } from './problems.tsx'
import { type AnswerTable, tableOfAnswer } from './table-of-answer.ts'
import TableView from './table-view.tsx'

const ChartView = lazy(() => import('./chart-view.tsx'))
const SqlView = lazy(() => import('./sql-view.tsx'))

interface AnswerViewProps {
  readonly answer: Answer
  readonly schema: GraphQLSchema
  readonly server: Server
  readonly view: 'table' | 'chart' | 'sql'
}

export default function AnswerView({ answer, schema, server, view }: AnswerViewProps) {
  const { question, result } = answer
  const errors = result.errors ?? []
  // A query that was refused as a whole may not even be one.
  const found = useMemo(
    () => (result.data == null ? undefined : tableOfAnswer({ schema, ...question, data: result.data })),
    [schema, question, result],
  )
  return (
    <>
      {errors.length > 0 && <Problems messages={errors.map(({ message }) => message)} />}
      {found !== undefined && (
        <Suspense fallback={<p className="answer-note">Loading ...</p>}>
          {view === 'sql' && <SqlView answer={answer} schema={schema} server={server} />}
          {view !== 'sql' && !found.ok && <p className="answer-note">{found.problem} JSON shows the answer as it is.</p>}
          {view === 'table' && found.ok && (
            <>
              <TableHead table={found.table} answer={answer} server={server} />
              <TableView table={found.table} />
            </>
          )}
          {view === 'chart' && found.ok && <ChartView table={found.table} />}
        </Suspense>
      )}
    </>
  )
}

function TableHead({ table, answer, server }: { readonly table: AnswerTable; readonly answer: Answer; readonly server: Server }) {
  const [state, setState] = useState<'ready' | 'asking' | { readonly problem: string }>('ready')
  const download = async () => {
    setState('asking')
    try {
      saveFile(await server.csv(answer.question), `${answer.question.operationName ?? 'answer'}.csv`)
      setState('ready')
    } catch (reason) {
      setState({ problem: reason instanceof Error ? reason.message : String(reason) })
    }
  }
  const count = table.rows.length
  return (
    <div className="answer-head">
      <span>
        {[count === 1 ? '1 row' : `${count.toLocaleString('en')} rows`, ...table.notes.map(([name, value]) => `${name}: ${value}`)].join(
          ', ',
        )}
      </span>
      <button type="button" className="answer-button" disabled={state === 'asking'} onClick={() => void download()}>
        {state === 'asking' ? 'Asking for the CSV ...' : 'Download CSV'}
      </button>
      {typeof state === 'object' && <Problems messages={[state.problem]} />}
    </div>
  )
}
