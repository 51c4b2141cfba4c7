/** The statement behind each slice of an answer and what its columns mean, asked for when somebody looks. */
import type { GraphQLSchema } from 'graphql'
import { useEffect, useState } from 'react'
import type { Answer, Question } from '../answers.ts'
import type { Server } from '../server.ts'
import { questionWithSql, type SliceStatement, statementsIn } from './question-with-sql.ts'

interface SqlViewProps {
  readonly answer: Answer
  readonly schema: GraphQLSchema
  readonly server: Server
}

type Asked = { readonly statements: readonly SliceStatement[] } | { readonly problem: string } | undefined

export function SqlView({ answer, schema, server }: SqlViewProps) {
  const [asked, setAsked] = useState<Asked>()
  useEffect(() => {
    let isWanted = true
    setAsked(undefined)
    askStatements(answer.question, schema, server).then(
      (found) => isWanted && setAsked(found),
      (reason: unknown) => isWanted && setAsked({ problem: reason instanceof Error ? reason.message : String(reason) }),
    )
    return () => {
      isWanted = false
    }
  }, [answer, schema, server])
  if (asked === undefined) return <p className="answer-note">Asking the server for the statement ...</p>
  if ('problem' in asked) return <p className="answer-note">{asked.problem}</p>
  return (
    <div className="answer-sql">
      {asked.statements.map((statement) => (
        <Statement key={statement.path} statement={statement} isOnly={asked.statements.length === 1} />
      ))}
    </div>
  )
}

async function askStatements(question: Question, schema: GraphQLSchema, server: Server): Promise<Exclude<Asked, undefined>> {
  const query = questionWithSql(question.query, schema)
  if (query === undefined) return { problem: 'Slices show their SQL; there is none in this query.' }
  const { data, errors } = await server.ask({ ...question, query })
  const statements = statementsIn(data)
  if (statements.length > 0) return { statements }
  return { problem: errors?.map(({ message }) => message).join('\n') ?? 'The answer has no slice.' }
}

function Statement({ statement: { path, sql, columns }, isOnly }: { readonly statement: SliceStatement; readonly isOnly: boolean }) {
  return (
    <section aria-label={`SQL of ${path}`}>
      {!isOnly && <h3>{path}</h3>}
      {sql === null ? (
        <p className="answer-note">
          This server does not show SQL. It does where <code>TESSERA_SHOW_SQL=on</code> is set.
        </p>
      ) : (
        <>
          <button type="button" className="answer-button" onClick={() => void navigator.clipboard.writeText(sql)}>
            Copy SQL
          </button>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard. */}
          <pre tabIndex={0}>
            <code>{sql}</code>
          </pre>
        </>
      )}
      <dl className="answer-columns">
        {columns.map((column) => (
          <div key={column.path}>
            <dt>
              <code>{column.path}</code> {column.title}
            </dt>
            <dd>{[factsOf(column), column.description].filter(Boolean).join(' ')}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function factsOf({ kind, type, unit, additive, overlapping }: SliceStatement['columns'][number]): string {
  const facts = [
    `${kind.toLowerCase()}, ${type.toLowerCase()}`,
    ...(unit === null ? [] : [`in ${unit}`]),
    ...(additive === false ? ['groups do not add up to the total'] : []),
    ...(overlapping ? ['a row may stand in several groups'] : []),
  ]
  return `${facts.join('; ')}.`
}
