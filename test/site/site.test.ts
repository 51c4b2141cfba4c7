/** The site of the documentation, built below a folder: all pages are in it, its links lead somewhere, it loads nothing from elsewhere, and it can be searched. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { type PreviewServer, preview } from 'vite'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { addressOf } from '../../site/addresses.ts'
import { titleOf } from '../../site/contents.ts'
import { issueDefinitions } from '../../src/semantic/issues/codes.ts'
import { complaintsOf, hasBrowser, launch, violations } from '../support/chromium.ts'
import { type BuiltPage, buildSite, readSite, textOf } from './build-site.ts'

const base = '/tessera/'
const outDir = mkdtempSync(path.join(tmpdir(), 'tessera-site-'))
let site: ReadonlyMap<string, BuiltPage>

beforeAll(async () => {
  await buildSite('site', { outDir, base })
  site = readSite(outDir)
}, 300_000)

afterAll(() => rmSync(outDir, { recursive: true, force: true }))

/** Every page of the repository that is for readers. */
const pages = ['README.md', 'CHANGELOG.md', ...['docs', 'connectors', 'examples'].flatMap(pagesBelow)]

function pagesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.split(path.sep).includes('node_modules'))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
}

/** The file behind an address of the site, without its base. */
function fileOf(address: string): string {
  return `${address}${address === '' || address.endsWith('/') ? 'index.html' : ''}`.replace(/^\//, '')
}

function pageAt(file: string): BuiltPage {
  const page = site.get(file)
  if (page === undefined) throw new Error(`There is no ${file} in the site`)
  return page
}

test('every page is in the site, under its title', () => {
  const titles = pages.map((page) => [
    page,
    textOf(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(pageAt(fileOf(addressOf(page))).html)?.[1] ?? '').trim(),
  ])
  expect(titles).toEqual(pages.map((page) => [page, titleOf(page)]))
})

test('the sidebar has every page once, by its title', () => {
  const sidebar = /<aside class="VPSidebar"[\s\S]*?<\/aside>/.exec(pageAt('index.html').html)?.[0] ?? ''
  const links = [...sidebar.matchAll(/<a [^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g)].map(
    ([, href = '', text = '']) => `${href} ${textOf(text)}`,
  )
  expect(links.toSorted()).toEqual(pages.map((page) => `${base}${addressOf(page).slice(1)} ${titleOf(page)}`).toSorted())
})

test('every link leads to a file of the site, and to an id of it', () => {
  const links = [...site].flatMap(([file, { references }]) => references.map(({ address }) => ({ file, address })))
  expect(links.length).toBeGreaterThan(1000)
  expect(links.map(mistakeOf).filter((mistake) => mistake !== undefined)).toEqual([])
  expect(mistakeOf({ file: 'index.html', address: '/docs/model.html' })).toBe('index.html: /docs/model.html is outside of /tessera/')
  expect(mistakeOf({ file: 'index.html', address: '/tessera/docs/mode.html' })).toBe('index.html: /tessera/docs/mode.html leads to no file')
  expect(mistakeOf({ file: 'docs/model.html', address: '#meazure' })).toBe('docs/model.html: #meazure leads to no id')
})

function mistakeOf({ file, address }: { readonly file: string; readonly address: string }): string | undefined {
  if (/^(?:https?|data|mailto):/.test(address)) return undefined
  const { pathname, hash } = new URL(address, `http://site${base}${file}`)
  if (!pathname.startsWith(base)) return `${file}: ${address} is outside of ${base}`
  const target = fileOf(decodeURIComponent(pathname.slice(base.length)))
  if (!existsSync(path.join(outDir, target))) return `${file}: ${address} leads to no file`
  const id = decodeURIComponent(hash.slice(1))
  return id === '' || site.get(target)?.ids.has(id) ? undefined : `${file}: ${address} leads to no id`
}

test('nothing is loaded from elsewhere', () => {
  const loaded = [...site.values()].flatMap(({ references }) => references.filter(({ element }) => element !== 'a'))
  expect(loaded.length).toBeGreaterThan(100)
  expect(loaded.filter(({ address }) => !address.startsWith(base) && !address.startsWith('data:'))).toEqual([])
  const styles = readdirSync(outDir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.css'))
  const loadedByStyles = styles.flatMap((file) => [
    ...readFileSync(path.join(outDir, file), 'utf8').matchAll(/url\("?([^)"]*)|@import[^;]*/g),
  ])
  expect(loadedByStyles.length).toBeGreaterThan(0)
  expect(loadedByStyles.filter(([, address = '']) => !address.startsWith(base) && !address.startsWith('data:'))).toEqual([])
})

test('a link that is named after a file is named after the page', () => {
  const home = pageAt('index.html').html
  expect(home).toContain(`<a href="${base}docs/semantics.html">What an answer means</a>: paths, time`)
  expect(home).not.toMatch(/>[a-z/-]+\.md</)
})

test('every error code is an anchor', () => {
  const { ids } = pageAt('docs/errors.html')
  expect(Object.keys(issueDefinitions).filter((code) => !ids.has(code.toLowerCase()))).toEqual([])
})

test('a file that a page links to is shown, and a folder has its files', () => {
  const model = pageAt('source/semantic-models/customer-360/customer.yml.html')
  expect(textOf(/<pre[\s\S]*?<\/pre>/.exec(model.html)?.[0] ?? '')).toBe(
    readFileSync('semantic-models/customer-360/customer.yml', 'utf8').trimEnd(),
  )
  const folder = pageAt('source/semantic-models/customer-360/queries.html').references.map(({ address }) => address)
  const queries = readdirSync('semantic-models/customer-360/queries')
  expect(queries.length).toBeGreaterThan(0)
  expect(folder).toEqual(expect.arrayContaining(queries.map((name) => `${base}source/semantic-models/customer-360/queries/${name}.html`)))
})

describe.skipIf(!hasBrowser)('in a browser', { timeout: 120_000 }, () => {
  let served: PreviewServer
  let browser: Browser
  let home: string

  beforeAll(async () => {
    served = await preview({
      configFile: false,
      base,
      appType: 'mpa',
      logLevel: 'error',
      build: { outDir },
      preview: { host: '127.0.0.1', port: 0 },
    })
    const address = served.httpServer.address()
    if (address === null || typeof address === 'string') throw new Error('No port')
    home = `http://127.0.0.1:${address.port}${base}`
    browser = await launch()
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await served?.close()
  })

  interface Look {
    readonly look?: 'light' | 'dark'
    readonly width?: number
  }

  async function open(
    address: string,
    { look = 'light', width = 1400 }: Look = {},
  ): Promise<{ page: Page; complaints: readonly string[] }> {
    const context = await browser.newContext({ colorScheme: look, viewport: { width, height: 900 } })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const complaints = complaintsOf(page, home)
    await page.goto(home + address, { waitUntil: 'networkidle' })
    return { page, complaints }
  }

  test('the keyboard reaches the search, which finds what an answer means by "recency"', async () => {
    const { page, complaints } = await open('')
    const reached = () => page.locator('button[aria-label="Search"]:focus').count()
    for (let steps = 0; steps < 10 && (await reached()) === 0; steps++) await page.keyboard.press('Tab')
    expect(await reached()).toBe(1)
    await page.keyboard.press('Enter')
    await page.locator('.VPLocalSearchBox input:focus').waitFor()
    await page.keyboard.type('recency')
    const results = page.locator('.VPLocalSearchBox .result')
    await results.first().waitFor()
    const addresses = () => results.evaluateAll((all) => all.map((each) => (each.getAttribute('href') ?? '').replace(/#.*/, '')))
    await expect.poll(addresses).toContain(`${base}docs/semantics.html`)
    for (let place = (await addresses()).indexOf(`${base}docs/semantics.html`); place > 0; place--) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: titleOf('docs/semantics.md') }).waitFor()
    await page.locator('.VPLocalSearchBox').waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
  })

  test('an address with an error code shows its heading', async () => {
    const { page, complaints } = await open('docs/errors.html#unknown_member')
    const top = () => page.locator('#unknown_member').evaluate((heading) => heading.getBoundingClientRect().top)
    await expect.poll(top).toBeLessThan(300)
    expect(await top()).toBeGreaterThanOrEqual(0)
    expect(complaints).toEqual([])
  })

  test.each(['light', 'dark'] as const)('axe finds no serious violation in the %s look', async (look) => {
    const { page, complaints } = await open('', { look })
    expect(await page.locator('html.dark').count()).toBe(look === 'dark' ? 1 : 0)
    const found = [...(await violations(page))]
    // Short pages that have all there is: tables, code of all languages, errors.
    for (const address of ['docs/attributes.html', 'docs/customer-graph.html', 'source/codegen.ts.html']) {
      await page.goto(home + address, { waitUntil: 'networkidle' })
      found.push(...(await violations(page)))
    }
    expect([found, complaints]).toEqual([[], []])
  })

  test('no page is wider than a telephone', async () => {
    const { page, complaints } = await open('', { width: 390 })
    for (const each of pages) {
      await page.goto(home + addressOf(each).slice(1))
      await page.locator('h1').waitFor()
      expect([each, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([each, 390])
    }
    expect(complaints).toEqual([])
  })
})
