/** The example on the move: dates typed and not sent, the keyboard alone, answers that come late or not at all. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openSample, type Sample } from '../connectors/sample.ts'
import { token } from '../connectors/shop.ts'
import { hasBrowser, launch } from '../support/chromium.ts'
import { type ServedExample, serveExample } from './serve-example.ts'

describe.skipIf(!hasBrowser)('the example on the move', { timeout: 120_000 }, () => {
  let sample: Sample<string>
  let served: ServedExample
  let browser: Browser
  const folder = mkdtempSync(join(tmpdir(), 'react-segments-'))

  beforeAll(async () => {
    const busiest = 'select entity_id from activity_stream group by entity_id order by count(*) desc, entity_id limit 1'
    sample = await openSample(async (run) => String((await run(busiest))[0]?.entity_id))
    served = await serveExample({ server: sample.url, token, outDir: folder })
    browser = await launch()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await served?.close()
    await sample?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function visit(hash: string): Promise<Page> {
    const page = await browser.newPage()
    onTestFinished(() => page.close())
    await page.goto(served.url + hash)
    return page
  }

  const all = (page: Page) => page.locator('tfoot').innerText()

  test('a date that was typed and not sent does not stand above another page; the page says its own', async () => {
    const page = await visit('#/2025-06-30')
    await page.locator('tfoot').waitFor()
    await page.getByLabel('As of').fill('2024-01-31')
    expect(await page.locator('main').getByRole('status').innerText()).toBe('As of Jun 30, 2025')
    await page.locator('tbody a').first().click()
    await page.getByText(/by lifetime value|Nobody/).waitFor()
    expect(await page.getByLabel('As of').inputValue()).toBe('2025-06-30')
    await page.goBack()
    await page.locator('tfoot').waitFor()
    await page.getByLabel('As of').fill('2024-01-31')
    await page.getByLabel('As of').press('Enter')
    await page.getByText('As of Jan 31, 2024').waitFor()
    await page.goBack()
    await page.getByText('As of Jun 30, 2025').waitFor()
    expect(await page.getByLabel('As of').inputValue()).toBe('2025-06-30')
  })

  test('after a date is sent with Enter the keyboard is where it was', async () => {
    const page = await visit('#/2025-12-31')
    await page.locator('tfoot').waitFor()
    const before = await all(page)
    await page.getByLabel('As of').fill('2024-06-30')
    await page.getByLabel('As of').press('Enter')
    await expect.poll(() => page.getByText('As of Jun 30, 2024').count()).toBe(1)
    await expect.poll(() => all(page)).not.toBe(before)
    expect(await page.locator('#as-of:focus').count()).toBe(1)
  })

  test('what is no date moves nothing', async () => {
    const page = await visit('#/2025-12-31')
    await page.locator('tfoot').waitFor()
    await page.getByLabel('As of').fill('')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    expect(page.url()).toBe(`${served.url}#/2025-12-31`)
    expect(await page.locator('#as-of:focus').count()).toBe(1)
  })

  test('an answer that comes late is not shown beneath a date chosen since', async () => {
    const page = await visit('#/2024-06-30')
    await page.locator('tfoot').waitFor()
    const inJune = await all(page)
    await page.goto('about:blank')
    const arrived: string[] = []
    await page.route('**/graphql', async (route) => {
      const { asOf } = route.request().postDataJSON().variables
      // The answer of the date chosen first comes last.
      if (asOf === '2023-06-30') await expect.poll(() => arrived).toContain('2024-06-30')
      const response = await route.fetch()
      await route.fulfill({ response })
      arrived.push(asOf)
    })
    await page.goto(`${served.url}#/2023-06-30`)
    await page.getByText('As of Jun 30, 2023').waitFor()
    await page.evaluate("location.hash = '#/2024-06-30'")
    await expect.poll(() => all(page)).toBe(inJune)
    await expect.poll(() => arrived).toEqual(['2024-06-30', '2023-06-30'])
    expect(await all(page)).toBe(inJune)
  })

  test('with the keyboard alone the timeline is read to its end; an earlier part that cannot be had is said, and asked again', async () => {
    const page = await visit(`#/2025-12-31/customers/${sample.found}`)
    const entries = page.locator('.timeline li')
    await entries.first().waitFor()
    expect(await entries.count()).toBe(20)
    await page.route('**/graphql', (route) => route.abort())
    await page.getByRole('button', { name: 'Show earlier' }).press('Enter')
    await page.getByRole('alert').getByText('No answer came from the server.').waitFor()
    expect(await entries.count()).toBe(20)
    await page.unroute('**/graphql')
    await page.getByRole('button', { name: 'Try again' }).press('Enter')
    await expect.poll(() => entries.count()).toBeGreaterThan(20)
    const earlier = page.getByRole('button', { name: 'Show earlier' })
    if ((await earlier.count()) > 0) await earlier.focus()
    for (let shown = await entries.count(); (await earlier.count()) > 0; shown = await entries.count()) {
      await page.keyboard.press('Enter')
      await expect.poll(() => entries.count()).toBeGreaterThan(shown)
    }
    expect(await page.locator(':focus').textContent()).toBe('Nothing happened before.')
  })
})
