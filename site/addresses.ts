/**
 * Where the site has a file or folder of the repository.
 *
 *   README.md, connectors/grafana/README.md  -> /, /connectors/grafana/  (so is the folder of such a page)
 *   docs/model.md                            -> /docs/model.html
 *   test/docs.test.ts, semantic-models       -> /source/test/docs.test.ts.html, /source/semantic-models.html
 */
import path from 'node:path'
import { pages } from './contents.ts'
import { hasScheme } from './github-markdown.ts'

const known = new Set(pages)

export function addressOf(file: string): string {
  const page = pageOf(file)
  if (page === undefined) return `/source/${file}.html`
  return `/${page.replace(/(?<=^|\/)README\.md$/, '').replace(/\.md$/, '.html')}`
}

/** The page that a file or folder is. */
export function pageOf(file: string | undefined): string | undefined {
  return file === undefined ? undefined : [file, path.posix.join(file, 'README.md')].find((page) => known.has(page))
}

/** What a link of a page leads to; nothing for links within the page and out of the repository. */
export function linkedFile(page: string, link: string): string | undefined {
  const [address = ''] = link.split(/[?#]/)
  if (address === '' || hasScheme(link)) return undefined
  return path.posix.join(address.startsWith('/') ? '' : path.posix.dirname(page), decodeURIComponent(address)).replaceAll(/^\/|\/$/g, '')
}

/** The link as the site has it. */
export function linkInSite(page: string, link: string): string {
  const file = linkedFile(page, link)
  return file === undefined ? link : encodeURI(addressOf(file)) + (/[?#].*$/.exec(link)?.[0] ?? '')
}
