/** The page of the server in a browser. The page is built first when it is older than its sources. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { build } from 'vite'
import { complaintsOf } from '../support/chromium.ts'

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
  const complaints = complaintsOf(page, address)
  const asked: string[] = []
  page.on('request', (request) => {
    const body = request.method() === 'POST' ? (request.postData() ?? '') : ''
    if (body !== '' && !body.includes('IntrospectionQuery')) asked.push(body)
  })
  await page.goto(address)
  await page.getByRole('button', { name: /^Execute query/ }).waitFor()
  await page.locator('.graphiql-query-editor .view-line').first().waitFor()
  return { page, complaints, asked }
}
