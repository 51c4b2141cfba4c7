/**
 * The page of the server in a browser: Chromium, where the machine has one. The page is built first when it is older than its sources.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { build } from 'vite'

const executable = '/usr/bin/chromium'
export const hasBrowser = existsSync(executable)

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: executable, args: ['--no-sandbox'] })
}

const built = join('dist', 'web', 'index.html')

export async function buildPage(): Promise<void> {
  const sources = readdirSync('web', { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const newest = Math.max(...sources.map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs))
  if (!existsSync(built) || statSync(built).mtimeMs < newest) await build({ root: 'web', logLevel: 'error' })
}

export interface Visit {
  readonly page: Page
  /** What the browser complained of, and addresses of other servers that were asked. */
  readonly complaints: string[]
  /** Operations sent to the server, but for the schema. */
  readonly asked: string[]
}

export async function visit(browser: Browser, address: string, options: BrowserContextOptions): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  const asked: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== new URL(address).origin) complaints.push(request.url())
    const body = request.method() === 'POST' ? (request.postData() ?? '') : ''
    if (body !== '' && !body.includes('IntrospectionQuery')) asked.push(body)
  })
  await page.goto(address)
  await page.getByRole('button', { name: /^Execute query/ }).waitFor()
  await page.locator('.graphiql-query-editor .view-line').first().waitFor()
  return { page, complaints, asked }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Serious and critical violations in what is ours of the page; GraphiQL's own parts are its own. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe)
  const ours = await Promise.all(
    ['.answer', '.saved', '.members', '.graphiql-logo'].map(async (part) => ((await page.locator(part).count()) > 0 ? [part] : [])),
  )
  const { violations: found } = await page.evaluate<{ violations: readonly Violation[] }>(
    `axe.run({ include: ${JSON.stringify(ours.flat().map((part) => [part]))} })`,
  )
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
}

/** As axe has it. */
interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}
