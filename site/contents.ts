/** The pages of the site in the order of its sidebar: first for everybody, then by who reads them. */
import { readFileSync } from 'node:fs'
import path from 'node:path'

export const repository = path.resolve(import.meta.dirname, '..')

export interface Chapter {
  readonly title: string
  /** Files of the repository. */
  readonly pages: readonly string[]
}

export const contents: readonly Chapter[] = [
  { title: 'Start', pages: ['README.md', 'docs/quick-start.md', 'docs/glossary.md'] },
  {
    title: 'Analysts',
    pages: [
      'docs/questions.md',
      'docs/graphiql.md',
      'docs/semantics.md',
      'docs/segmentations.md',
      'docs/lifetime-value.md',
      'docs/connectors.md',
      'connectors/power-query/README.md',
      'connectors/google-sheets/README.md',
      'connectors/looker-studio/README.md',
      'connectors/grafana/README.md',
    ],
  },
  {
    title: 'Developers: the model',
    pages: ['docs/init.md', 'docs/model.md', 'docs/attributes.md', 'docs/import-lens.md', 'docs/compatibility.md'],
  },
  {
    title: 'Developers: the API',
    pages: [
      'docs/graphql.md',
      'docs/customer-graph.md',
      'docs/tables.md',
      'docs/catalog.md',
      'docs/errors.md',
      'examples/react-segments/README.md',
      'docs/architecture.md',
    ],
  },
  {
    title: 'Operators',
    pages: ['docs/deployment.md', 'docs/configuration.md', 'docs/access.md', 'docs/performance.md', 'docs/upgrading.md', 'CHANGELOG.md'],
  },
]

export const pages: readonly string[] = contents.flatMap((chapter) => chapter.pages)

export function textOf(file: string): string {
  return readFileSync(path.join(repository, file), 'utf8')
}

/** Its heading of the first level. */
export function titleOf(page: string): string {
  const title = /^# (.+)$/m.exec(textOf(page))?.[1]
  if (title === undefined) throw new Error(`${page} has no title`)
  return title.replaceAll('`', '')
}
