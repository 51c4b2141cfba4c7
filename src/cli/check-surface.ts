/**
 * What `tessera check` finds in what clients see of the model, without a database: the queries saved beside it, the documents it is configured to
 * trust, and what of its schema is no longer as a file says.
 */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readKnownDocuments } from '../queries/known-documents.ts'
import { findSchemaChanges } from '../queries/schema-changes.ts'
import { buildSchema } from '../schema/build-schema.ts'
import { printBuiltSchema } from '../schema/print-schema.ts'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import type { Issue } from '../semantic/issues/issue.ts'
import type { Sources } from '../semantic/issues/print.ts'
import type { Finding } from '../semantic/run/check-data.ts'
import type { Config } from '../server/config.ts'
import { readTextFile } from './document.ts'

export interface CheckedSurface {
  readonly findings: readonly Finding[]
  /** How many there are; absent where one is wrong. */
  readonly savedQueries?: number
  /** The schema that was compared, for the lines under issues. */
  readonly schemaSources: Sources
}

export interface SchemaOptions {
  /** What the schema is compared with, as named on the command line. */
  readonly schema?: string
  readonly cwd: string
}

export async function checkSurface(config: Config, catalog: Catalog, options: SchemaOptions): Promise<CheckedSurface> {
  const { maxLimit, explore } = config
  const schema = buildSchema(catalog, { maxLimit, explore })
  const known = await readKnownDocuments(config, schema)
  const compared = await compareSchema(printBuiltSchema(schema, catalog), catalog, options)
  return {
    findings: [...(known.ok ? [] : known.issues.map(asError)), ...compared.findings],
    ...(known.ok && { savedQueries: known.value.savedQueries.size }),
    schemaSources: compared.schemaSources,
  }
}

async function compareSchema(now: string, catalog: Catalog, options: SchemaOptions): Promise<Omit<CheckedSurface, 'savedQueries'>> {
  const name = options.schema ?? (await ownSchemaFile(options.cwd, catalog))
  if (name === undefined) return { findings: [], schemaSources: new Map() }
  const read = await readTextFile(name, options.cwd)
  if (!read.ok) return { findings: read.issues.map(asError), schemaSources: new Map() }
  const changes = findSchemaChanges({ name, text: read.value }, now)
  return { findings: changes.ok ? changes.value : changes.issues.map(asError), schemaSources: new Map([[name, read.value]]) }
}

/** Unasked only what `tessera schema` wrote for this model is compared: a folder may hold schemas of other things. */
async function ownSchemaFile(cwd: string, catalog: Catalog): Promise<string | undefined> {
  const text = await readFile(resolve(cwd, 'schema.graphql'), 'utf8').catch(() => '')
  const model = /^# The GraphQL schema of the model `([^`]*)`/.exec(text)?.[1]
  return model === catalog.name ? 'schema.graphql' : undefined
}

function asError(issue: Issue): Finding {
  return { severity: 'error', issue }
}
