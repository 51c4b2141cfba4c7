/** What means something to VitePress and Vue, and nothing to GitHub, is text in the site, too; anchors are those of GitHub. */
import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type BuiltPage, buildSite, readSite, textOf } from './build-site.ts'

const traps = `<!-- Nobody reads this. -->

# Braces {{ 1 + 1 }} {.none}

Prose {{ 1 + 1 }} and <Tag> and <b>no tag</b> and \`{{ 1 + 1 }} <Tag>\` &copy; {#none}

<script>
throw 'in a block'
</script>

    {{ 1 + 1 }} <Tag> four spaces in

\`\`\`sh
{{ 1 + 1 }} <Tag> fenced
\`\`\`

| head |
|---|
| {{ 1 + 1 }} \\| \`<Tag>\` |

## Größe & \`TESSERA_TOKENS\`: *all*

## Relay: pages

## Relay: pages

[Größe](#größe--tessera_tokens-all), [pages](#relay-pages-1)
`

/** A site of one page, with the Markdown of ours and no theme. */
async function build(page: string): Promise<ReadonlyMap<string, BuiltPage>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tessera-markdown-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  await mkdir(path.join(folder, '.vitepress/theme'), { recursive: true })
  await symlink(path.resolve('node_modules'), path.join(folder, 'node_modules'))
  await writeFile(path.join(folder, 'index.md'), page)
  const markdown = JSON.stringify(path.resolve('site/markdown.ts'))
  await writeFile(path.join(folder, '.vitepress/config.ts'), `import { markdown } from ${markdown}\nexport default { markdown }\n`)
  await writeFile(
    path.join(folder, '.vitepress/theme/index.js'),
    `import { Content } from 'vitepress'\nexport default { Layout: Content }\n`,
  )
  const outDir = path.join(folder, 'built')
  await buildSite(folder, { outDir, base: '/' })
  return readSite(outDir)
}

test('braces, tags, attributes and scripts are shown as they are written', { timeout: 120_000 }, async () => {
  const built = (await build(traps)).get('index.html')
  const [, content = ''] = /<div id="app">([\s\S]*?)<\/div>\s*<script/.exec(built?.html ?? '') ?? []
  const lines = textOf(
    content.replaceAll(/<(button|span class="lang")[^>]*>.*?<\/[a-z]+>/g, '').replaceAll(/<\/(?:h\d|p|pre|t[dh])>/g, '\n'),
  )
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  expect(lines).toEqual([
    'Braces {{ 1 + 1 }} {.none}',
    'Prose {{ 1 + 1 }} and <Tag> and <b>no tag</b> and {{ 1 + 1 }} <Tag> © {#none}',
    "<script> throw 'in a block' </script>",
    '{{ 1 + 1 }} <Tag> four spaces in',
    '{{ 1 + 1 }} <Tag> fenced',
    'head',
    '{{ 1 + 1 }} | <Tag>',
    'Größe & TESSERA_TOKENS: all',
    'Relay: pages',
    'Relay: pages',
    'Größe, pages',
  ])
  expect([...(built?.ids ?? [])]).toEqual(expect.arrayContaining(['größe--tessera_tokens-all', 'relay-pages', 'relay-pages-1']))
})

test.each(['gone.md', 'gone.ts'])('a link to %s, which is not there, ends the build', { timeout: 120_000 }, async (gone) => {
  await expect(build(`# Page\n\n[gone](${gone})\n`)).rejects.toThrow(`index.md: ${gone} leads to no file`)
})
