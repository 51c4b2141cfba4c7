/** Files of persisted documents as the tools of other people write them, from a schema and one operation. */
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { generate } from '@graphql-codegen/cli'
import { folderWith } from '../support/folders.ts'

export interface PersistedFile {
  readonly file: string
  /** What the client of that tool sends in place of the text. */
  readonly id: string
}

const require = createRequire(import.meta.url)

/** `name` ends with `Query`: Relay demands it, after the name of the file. */
export async function relayPersisted(schema: string, { name, text }: { name: string; text: string }): Promise<PersistedFile> {
  const config = {
    src: 'src',
    schema: 'schema.graphql',
    artifactDirectory: 'artifacts',
    language: 'javascript',
    eagerEsModules: false,
    persistConfig: { file: 'persisted.json', algorithm: 'SHA256' },
  }
  const folder = folderWith({
    'relay.config.json': JSON.stringify(config),
    'schema.graphql': schema,
    'persisted.json': '{}',
    [`src/${name.replace(/Query$/, '')}.js`]: `graphql\`${text}\``,
  })
  mkdirSync(path.join(folder, 'artifacts'))
  await promisify(execFile)(require('relay-compiler'), ['--noWatchman', 'relay.config.json'], { cwd: folder })
  const { params } = require(path.join(folder, `artifacts/${name}.graphql.js`))
  return { file: path.join(folder, 'persisted.json'), id: params.id }
}

export async function codegenPersisted(schema: string, text: string): Promise<PersistedFile> {
  const folder = folderWith({ 'schema.graphql': schema, 'documents/quick.graphql': text })
  const output = `${path.join(folder, 'generated')}/`
  const files: { readonly filename: string; readonly content: string }[] = await generate(
    {
      schema: path.join(folder, 'schema.graphql'),
      documents: path.join(folder, 'documents/*.graphql'),
      silent: true,
      generates: { [output]: { preset: 'client', presetConfig: { persistedDocuments: { hashAlgorithm: 'sha256' } } } },
    },
    true,
  )
  const written = files.map(({ filename }) => path.basename(filename))
  if (!written.includes('persisted-documents.json')) throw new Error(`GraphQL Code Generator wrote ${written.join(', ')}`)
  const id = /"hash":\s*"([^"]+)"/.exec(readFileSync(path.join(output, 'graphql.ts'), 'utf8'))?.[1]
  if (id === undefined) throw new Error('GraphQL Code Generator wrote no hash')
  return { file: path.join(output, 'persisted-documents.json'), id }
}
