/**
 * Markdown of the repository for VitePress, so that the site shows what GitHub shows: the same anchors, links to files, and nothing of Vue, whose
 * `{{ }}` and components are only text here.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { MarkdownOptions } from 'vitepress'
import { linkedFile, linkInSite, pageOf } from './addresses.ts'
import { repository, titleOf } from './contents.ts'
import { anchorOf } from './github-markdown.ts'

type Markdown = Parameters<NonNullable<MarkdownOptions['config']>>[0]
type Theme = ReturnType<Parameters<NonNullable<MarkdownOptions['shikiSetup']>>[0]['getTheme']>

/** With enough contrast on a grey background. */
const themes = { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' } as const

export const markdown: MarkdownOptions = {
  // Tags are text, as in `<name>`; the pages need none.
  html: false,
  attrs: { disable: true },
  anchor: { slugify: anchorOf },
  theme: themes,
  shikiSetup({ getTheme }) {
    for (const name of Object.values(themes)) colourStringsOfLists(getTheme(name))
  },
  languageAlias: { jsonata: 'js', jsonpath: 'js', uql: 'sql' },
  config(renderer) {
    leaveOutFirstComment(renderer)
    showIndentedAsFenced(renderer)
    leaveBracesAlone(renderer)
    leadLinksIntoSite(renderer)
    letTablesScroll(renderer)
  },
}

/** Generated pages begin with one. */
function leaveOutFirstComment({ core }: Markdown): void {
  core.ruler.after('normalize', 'first-comment', (state) => {
    state.src = state.src.replace(/^<!--[\s\S]*?-->/, '')
  })
}

/** Both kinds of blocks look alike, can be copied, and are not read by Vue. */
function showIndentedAsFenced({ core }: Markdown): void {
  core.ruler.push('indented-as-fenced', ({ tokens }) => {
    for (const token of tokens) if (token.type === 'code_block') token.type = 'fence'
  })
}

/** The first of two braces as an entity, which Vue does not take for its own. */
function leaveBracesAlone({ renderer }: Markdown): void {
  for (const kind of ['text', 'code_inline']) {
    const rule = ruleOf(renderer, kind)
    renderer.rules[kind] = (...parameters) => rule(...parameters).replaceAll('{{', '&#123;{')
  }
}

/**
 * A link that is named after a file, as in `[docs/model.md](docs/model.md)`, is named after the page. A link to nothing ends the build: VitePress's own check
 * passes over addresses that look like those of files, such as `/source/codegen.ts.html`.
 */
function leadLinksIntoSite({ renderer }: Markdown): void {
  const linkOpen = ruleOf(renderer, 'link_open')
  renderer.rules.link_open = (tokens, index, options, env: { readonly path: string }, self) => {
    const [token, text] = tokens.slice(index)
    const href = token?.attrGet('href')
    if (token !== undefined && typeof href === 'string') {
      const page = path.relative(repository, env.path)
      const file = linkedFile(page, href)
      if (file !== undefined && !existsSync(path.join(repository, file))) throw new Error(`${page}: ${href} leads to no file`)
      const linked = pageOf(file)
      if (linked !== undefined && text?.content === href) text.content = titleOf(linked)
      token.attrSet('href', linkInSite(page, href))
    }
    return linkOpen(tokens, index, options, env, self)
  }
}

/** A table that is wider than the page scrolls by itself, with the keyboard, too. */
function letTablesScroll({ renderer }: Markdown): void {
  renderer.rules.table_open = () => '<div class="wide" tabindex="0"><table>\n'
  renderer.rules.table_close = () => '</table></div>\n'
}

function ruleOf(renderer: Markdown['renderer'], kind: string): NonNullable<Markdown['renderer']['rules'][string]> {
  const rule = renderer.rules[kind]
  if (rule === undefined) throw new Error(`Markdown has no rule for ${kind}`)
  return rule
}

/** The grammar of GraphQL takes the first string of a list for a description. */
function colourStringsOfLists({ settings }: Theme): void {
  const strings = settings.find(({ scope }) => [scope].flat().includes('string'))
  if (strings === undefined) throw new Error('The theme has no colour for strings')
  settings.push({ ...strings, scope: 'meta.listvalues.graphql comment.line.graphql.js' })
}
