/** Data of a test, and what `tessera init` makes of it. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { expect } from 'vitest'
import { openDatabase } from '../../src/database/open.ts'
import type { Environment } from '../../src/server/config.ts'
import { tessera } from '../cli/command.ts'
import { type EngineName, emptyDatabaseUrl } from '../support/databases.ts'

/** A database in which these statements have run. */
export async function databaseWith(engine: EngineName, statements: readonly string[], empty = emptyDatabaseUrl): Promise<string> {
  const url = await empty(engine)
  const opened = await openDatabase(url, { mode: 'write' })
  if (!opened.ok) throw new Error(JSON.stringify(opened.issues))
  for (const statement of statements) await opened.value.kysely.executeQuery(CompiledQuery.raw(statement))
  await opened.value.close()
  return url
}

export interface MadeModel {
  /** Standard error, where the report stands. */
  readonly report: string
  /** Text by name, of `semantic-models/<name>`. */
  readonly files: Readonly<Record<string, string>>
  /** Checks the model, and answers the saved query as CSV. */
  firstLook(): Promise<string>
  answer(query: string): Promise<string>
}

/** Runs `tessera init` with these arguments; the model must be there, and right. */
export async function made(args: readonly string[], cwd: string, model: string, environment: Environment = {}): Promise<MadeModel> {
  const { code, stderr } = await tessera(['init', ...args], { cwd, environment })
  if (code !== 0) throw new Error(stderr)
  const folder = join(cwd, 'semantic-models', model)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(yml|graphql)$/.test(name))
  const url = args.find((argument) => /^(duckdb|postgres(ql)?):/.test(argument))
  const place = {
    cwd,
    environment: { ...environment, TESSERA_MODEL: `semantic-models/${model}`, ...(url !== undefined && { DATABASE_URL: url }) },
  }
  expect(await tessera(['check'], place)).toMatchObject({ code: 0, stderr: expect.stringContaining('is right') })
  const ask = async (file: string): Promise<string> => {
    const answered = await tessera(['query', file, '--format', 'csv'], place)
    if (answered.code !== 0) throw new Error(answered.stderr)
    return answered.stdout.replaceAll('\r\n', '\n')
  }
  return {
    report: stderr,
    files: Object.fromEntries(names.toSorted().map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
    firstLook: () => ask(`semantic-models/${model}/queries/first-look.graphql`),
    answer: async (query) => {
      writeFileSync(join(cwd, 'question.graphql'), query)
      return ask('question.graphql')
    },
  }
}

export function nothingWritten(cwd: string): boolean {
  return !existsSync(join(cwd, 'semantic-models'))
}
