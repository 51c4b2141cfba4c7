/** A site as `npm run docs` builds it. In a process of its own: VitePress changes the environment of the one that it runs in. */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

interface BuildOptions {
  readonly outDir: string
  readonly base: string
}

export async function buildSite(folder: string, { outDir, base }: BuildOptions): Promise<void> {
  const options = ['node_modules/vitepress/bin/vitepress.js', 'build', folder, '--outDir', outDir, '--base', base]
  // Not with the NODE_ENV of a test.
  await promisify(execFile)(process.execPath, options, { env: { PATH: process.env.PATH } })
}

/** What is loaded or linked, by element and address. */
interface Reference {
  readonly element: string
  readonly address: string
}

/** A page that was built. All of its HTML is VitePress's, whose attributes stand in double quotes. */
export interface BuiltPage {
  readonly html: string
  readonly ids: ReadonlySet<string>
  readonly references: readonly Reference[]
}

/** Every page by its file in the site. */
export function readSite(outDir: string): ReadonlyMap<string, BuiltPage> {
  const files = readdirSync(outDir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'))
  return new Map(files.map((file) => [file.split(path.sep).join('/'), readPage(readFileSync(path.join(outDir, file), 'utf8'))]))
}

function readPage(html: string): BuiltPage {
  const tags = [
    ...html.replaceAll(/(<script[^>]*>)[\s\S]*?<\/script>/g, '$1').matchAll(/<([a-z][a-z0-9-]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/g),
  ]
  const attributes = tags.flatMap(([, element = '', all = '']) =>
    [...all.matchAll(/([^\s=]+)="([^"]*)"/g)].map(([, name = '', value = '']) => ({ element, name, value: textOf(value) })),
  )
  return {
    html,
    ids: new Set(attributes.filter(({ name }) => name === 'id').map(({ value }) => value)),
    references: attributes
      .filter(({ name }) => ['href', 'src', 'srcset', 'poster', 'action'].includes(name))
      .map(({ element, value }) => ({ element, address: value })),
  }
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'", '#123': '{' }

/** HTML as it is read: without its tags, and without the sign of no width that VitePress puts behind headings. */
export function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&([a-z]+|#\d+);/g, (all, name: string) => entities[name] ?? all)
    .replaceAll(/ ?\u200B/g, '')
}
