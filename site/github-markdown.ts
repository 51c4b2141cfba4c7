/** Markdown as GitHub reads it: which links a page has, and what the anchors of its headings are called. */

/** Blocks of code, fenced or four spaces in. */
export const blocks = /^( *)(`{3,}|~{3,}).*\n(?:.*\n)*?\1\2 *$|^(?: {4}|\t).*$/gm
const spans = /(`+)(?!`).+?(?<!`)\1(?!`)/g

/** What a reader sees as text: no blocks of code, and no spans of it. */
function proseOf(markdown: string): string {
  return markdown.replaceAll(blocks, '').replaceAll(spans, '')
}

/** Addresses of `[text](address)`, `![text](address)` and `[name]: address`, without those that name a scheme. */
export function relativeLinks(markdown: string): readonly string[] {
  const prose = proseOf(markdown)
  const inline = [...prose.matchAll(/\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/g)]
  const named = [...prose.matchAll(/^ {0,3}\[[^\]^]+\]:\s*<?([^\s>]+)/gm)]
  return [...inline, ...named].map(([, address = '']) => address).filter((address) => !hasScheme(address))
}

export function hasScheme(address: string): boolean {
  return /^[a-z][a-z+.-]*:/i.test(address)
}

/**
 * Anchor of a heading: small letters, a hyphen for each space, no punctuation but `-` and `_`. The second of a name has `-1` behind it.
 * Source: https://github.com/gjtorikian/html-pipeline, its table of contents filter.
 */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
}
