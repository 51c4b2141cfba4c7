/** The site of the documentation: `npm run docs`, which takes `--base /tessera/` for a site below a folder. It asks no other host for anything. */
import { defineConfig } from 'vitepress'
import { addressOf } from '../addresses.ts'
import { contents, textOf, titleOf } from '../contents.ts'
import { markdown } from '../markdown.ts'

const icon = `data:image/svg+xml,${encodeURIComponent(textOf('web/icon.svg').replaceAll(/\s+/g, ' '))}`

export default defineConfig({
  srcDir: '..',
  srcExclude: ['!(docs|connectors|examples|site)/**/*'],
  outDir: '../dist/site',
  rewrites: (page) => page.replace(/^site\/source\//, 'source/').replace(/(?<=^|\/)README\.md$/, 'index.md'),
  lang: 'en-GB',
  title: 'Tessera',
  description: 'A GraphQL semantic layer for customer analytics',
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: icon }]],
  metaChunk: true,
  markdown,
  themeConfig: {
    logo: icon,
    sidebar: contents.map(({ title, pages }) => ({
      text: title,
      items: pages.map((page) => ({ text: titleOf(page), link: addressOf(page) })),
    })),
    outline: [2, 3],
    search: { provider: 'local', options: { miniSearch: { searchOptions: { combineWith: 'AND', boostDocument: boostMeanings } } } },
  },
})

/** What a word means is told in long sections, which a search would put last. VitePress sends the text of this function to the browser. */
function boostMeanings(section: string): number {
  return /\/docs\/(?:glossary|semantics)\.html/.test(section) ? 4 : 1
}
