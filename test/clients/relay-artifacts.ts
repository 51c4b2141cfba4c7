/**
 * What Relay's own compiler makes of GraphQL documents and a schema; documents it does not accept fail the test with its message.
 *
 *   schema, documents/revenue.graphql -> artifact('revenueByStateQuery')
 *
 * Definitions begin with the name of their file, as Relay demands. Everything is compiled in a temporary folder.
 */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { GraphQLTaggedNode } from 'relay-runtime'
import { writeFile } from '../support/folders.ts'

/** By the name of an operation or a fragment. */
export type RelayArtifacts = (name: string) => GraphQLTaggedNode

const require = createRequire(import.meta.url)
const config = {
  src: 'src',
  schema: 'schema.graphql',
  artifactDirectory: 'artifacts',
  language: 'javascript',
  // CommonJS: artifacts name each other without their extension, which modules of Node may not.
  eagerEsModules: false,
}

export async function relayArtifacts(schema: string, documents: string): Promise<RelayArtifacts> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tessera-relay-'))
  try {
    writeFile(folder, config.schema, schema)
    writeFile(folder, 'relay.config.json', JSON.stringify(config))
    for (const name of await readdir(documents)) {
      // The compiler looks for documents in programs only.
      writeFile(
        folder,
        `${config.src}/${path.basename(name, '.graphql')}.js`,
        `graphql\`${await readFile(path.join(documents, name), 'utf8')}\``,
      )
    }
    await mkdir(path.join(folder, config.artifactDirectory))
    await compile(folder)
    return await readArtifacts(path.join(folder, config.artifactDirectory))
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function compile(folder: string): Promise<void> {
  const program: string | null = require('relay-compiler')
  if (program === null) throw new Error('relay-compiler has no program for this platform')
  await promisify(execFile)(program, ['--noWatchman', 'relay.config.json'], { cwd: folder })
}

/** All of them are read at once: they require each other, and their folder goes away. */
async function readArtifacts(folder: string): Promise<RelayArtifacts> {
  const byName = new Map<string, GraphQLTaggedNode>()
  for (const file of await readdir(folder)) byName.set(path.basename(file, '.graphql.js'), require(path.join(folder, file)))
  return (name) => {
    const artifact = byName.get(name)
    if (artifact === undefined) throw new Error(`No document defines ${name}`)
    return artifact
  }
}
