/** Links of the pages lead somewhere: each relative one to a file and a heading that exist, and to each page of docs/ at least one from another page. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { anchorOf, blocks, relativeLinks } from '../site/github-markdown.ts'

const root = path.resolve(import.meta.dirname, '..')
const pages = ['README.md', 'CHANGELOG.md', ...['docs', 'connectors', 'examples'].flatMap(pagesBelow)]

function pagesBelow(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.split(path.sep).includes('node_modules'))
    .map((name) => path.join(folder, name))
    .toSorted()
}

/** Anchors of its headings as GitHub makes them: `-1` for the second of a name. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const times = new Map<string, number>()
  return new Set(
    [...markdown.replaceAll(blocks, '').matchAll(/^ {0,3}#{1,6} +(.+?)(?: +#+)? *$/gm)].map(([, heading = '']) => {
      const text = heading.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('*', '')
      const anchor = anchorOf(text)
      const before = times.get(anchor) ?? 0
      times.set(anchor, before + 1)
      return before === 0 ? anchor : `${anchor}-${before}`
    }),
  )
}

/** What is wrong with a link of a page, if anything. */
function mistakeOf(page: string, address: string): string | undefined {
  const [file = '', anchor] = address.split('#').map(decodeURIComponent)
  const target = file === '' ? path.join(root, page) : path.resolve(root, path.dirname(page), file)
  if (path.relative(root, target).startsWith('..')) return `${page}: ${address} leaves the repository`
  if (!existsSync(target)) return `${page}: ${address} leads to no file`
  if (anchor === undefined) return undefined
  if (statSync(target).isFile() && anchorsOf(readFileSync(target, 'utf8')).has(anchor)) return undefined
  return `${page}: ${address} leads to no heading`
}

test.each(pages)('every relative link of %s leads to a file and a heading', (page) => {
  const links = relativeLinks(readFileSync(path.join(root, page), 'utf8'))
  expect(links.map((address) => mistakeOf(page, address)).filter((mistake) => mistake !== undefined)).toEqual([])
})

test('every page of docs/ is linked from another page', () => {
  const linked = new Set(
    pages.flatMap((page) =>
      relativeLinks(readFileSync(path.join(root, page), 'utf8'))
        .map((address) => path.join(path.dirname(page), address.split('#')[0] ?? ''))
        .filter((target) => target !== page),
    ),
  )
  const ofDocs = pages.filter((page) => page.startsWith('docs'))
  expect(ofDocs.length).toBeGreaterThan(20)
  expect(ofDocs.filter((page) => !linked.has(page))).toEqual([])
})

test('links in prose count, and neither those in code nor those of other sites', () => {
  const page = [
    'One [`code`](a.md#part), ![picture](b.png "title"), `[span](no.md)` and [site](https://example.com/no.md).',
    '```md',
    '[block](no.md)',
    '```',
    '    [indented](no.md)',
    '[name]: c.md',
  ].join('\n')
  expect(relativeLinks(page)).toEqual(['a.md#part', 'b.png', 'c.md'])
})

test('anchors are those of GitHub', () => {
  const page = [
    '# Größe & `TESSERA_TOKENS`: *all*',
    '## Relay: pages',
    '## Relay: pages',
    '```sh',
    '# no heading',
    '```',
    '### [Link](a.md), 1.2',
  ].join('\n')
  expect([...anchorsOf(page)]).toEqual(['größe--tessera_tokens-all', 'relay-pages', 'relay-pages-1', 'link-12'])
})

test('a link to nothing is told with its page', () => {
  expect(mistakeOf('docs/access.md', 'acess.md')).toBe('docs/access.md: acess.md leads to no file')
  expect(mistakeOf('docs/access.md', 'configuration.md#idz')).toBe('docs/access.md: configuration.md#idz leads to no heading')
  expect(mistakeOf('docs/access.md', '#idz')).toBe('docs/access.md: #idz leads to no heading')
  expect(mistakeOf('docs/access.md', '../../elsewhere.md')).toBe('docs/access.md: ../../elsewhere.md leaves the repository')
  expect(mistakeOf('docs/access.md', 'configuration.md#ids-and-cursors')).toBeUndefined()
})
