/** An answer as a table, a chart or its SQL. Not loaded apart: where the server is away just then, browsers remember that for good. */
import type { GraphQLSchema } from 'graphql'
import { useId, useMemo, useState } from 'react'
import type { Answer } from '../answers.ts'
import { saveFile } from '../save-file.ts'
import type { Server } from '../server.ts'
import { ChartView } from './chart-view.tsx'
import { Problems } from './problems.tsx'
import { SqlView } from './sql-view.tsx'
import { type AnswerTable, type ListOfAnswer, listsOfAnswer } from './table-of-answer.ts'
import TableView from './table-view.tsx'

interface AnswerViewProps {
  readonly answer: Answer
  readonly schema: GraphQLSchema
  readonly server: Server
  readonly view: 'table' | 'chart' | 'sql'
  /** Of several lists the one wanted. */
  readonly wanted: string | undefined
  readonly onWanted: (title: string) => void
}

export function AnswerView({ answer, schema, server, view, wanted, onWanted }: AnswerViewProps) {
  const { question, result } = answer
  const errors = result.errors ?? []
  // A query that was refused as a whole may not even be one.
  const lists = useMemo(
    () => (result.data == null ? undefined : listsOfAnswer({ schema, ...question, data: result.data })),
    [schema, question, result],
  )
  const list = lists?.find(({ title }) => title === wanted) ?? lists?.find(({ found }) => found.ok) ?? lists?.[0]
  return (
    <>
      {errors.length > 0 && <Problems messages={errors.map(({ message }) => message)} />}
      {lists !== undefined && (
        <>
          {view === 'sql' && <SqlView answer={answer} schema={schema} server={server} />}
          {view !== 'sql' && list === undefined && <p className="answer-note">{noList}</p>}
          {view !== 'sql' && list !== undefined && lists.length > 1 && <ListChoice lists={lists} list={list} onChoice={onWanted} />}
          {view !== 'sql' && list?.found.ok === false && (
            <p className="answer-note">{list.found.problem} JSON shows the answer as it is.</p>
          )}
          {view === 'table' && list?.found.ok && (
            <>
              <TableHead
                table={list.found.table}
                {...(lists.length === 1 && list.title !== '' && { csv: () => server.csv(question) })}
                name={question.operationName}
              />
              <TableView table={list.found.table} />
            </>
          )}
          {view === 'chart' && list?.found.ok && <ChartView table={list.found.table} />}
        </>
      )}
    </>
  )
}

const noList = 'Nothing in the answer is a column: a table has values of the model. JSON shows the answer as it is.'

interface ListChoiceProps {
  readonly lists: readonly ListOfAnswer[]
  readonly list: ListOfAnswer
  readonly onChoice: (title: string) => void
}

function ListChoice({ lists, list, onChoice }: ListChoiceProps) {
  const select = useId()
  return (
    <p className="answer-choice answer-lists">
      <label htmlFor={select}>List </label>
      <select id={select} value={list.title} onChange={(event) => onChoice(event.target.value)}>
        {lists.map(({ title }) => (
          <option key={title}>{title}</option>
        ))}
      </select>
    </p>
  )
}

interface TableHeadProps {
  readonly table: AnswerTable
  /** Absent where the server has no file: a file is one list. */
  readonly csv?: () => Promise<Blob>
  readonly name: string | null | undefined
}

function TableHead({ table, csv, name }: TableHeadProps) {
  const [state, setState] = useState<'ready' | 'asking' | { readonly problem: string }>('ready')
  const download = async (ask: () => Promise<Blob>) => {
    setState('asking')
    try {
      saveFile(await ask(), `${name ?? 'answer'}.csv`)
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
      {csv === undefined ? (
        <span className="answer-hint">A CSV file has one list: it is there for a query with one.</span>
      ) : (
        <button type="button" className="answer-button" disabled={state === 'asking'} onClick={() => void download(csv)}>
          {state === 'asking' ? 'Asking for the CSV ...' : 'Download CSV'}
        </button>
      )}
      {typeof state === 'object' && <Problems messages={[state.problem]} />}
    </div>
  )
}
