/** The example in a browser, in front of the shipped model on a small sample: what it shows is what SQL written by hand says. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openSample, type Sample } from '../connectors/sample.ts'
import { token } from '../connectors/shop.ts'
import { readCheckSql } from '../support/check-sql.ts'
import { complaintsOf, hasBrowser, launch, violations } from '../support/chromium.ts'
import { type ServedExample, serveExample } from './serve-example.ts'

const lastDay = { day: '2025-12-31', next: '2026-01-01', twoYears: '2024-01-01' }
/** The day of the statement itself. */
const inOctober = { day: '2025-10-15', next: '2025-10-16', twoYears: '2023-10-16' }

interface Group {
  readonly 'customer.mosaique': string
  readonly 'customer.countCustomers': number
  readonly 'customer.percentageCustomers': string
  readonly value: string | null
  readonly 'customer.averageLifetimeValue': number | null
  readonly 'customer.averageDaysSinceLastOrder': number | null
}

/** The groups of all customers, by the statement that the saved query is held against. */
function groupsByHand({ day, next, twoYears }: typeof lastDay): string {
  const { checks } = readCheckSql(readFileSync('test/customer-360/checks/mosaique.sql', 'utf8'))
  return (checks[0]?.sql ?? '')
    .replaceAll(inOctober.next, next)
    .replaceAll(inOctober.day, day)
    .replaceAll(inOctober.twoYears, twoYears)
    .replace("where c.state in ('TX', 'FL', 'CA')", '')
    .replace('\nfrom grouped\ngroup by', ',\n  cast(sum(value) as varchar) as value\nfrom grouped\ngroup by')
}

describe.skipIf(!hasBrowser)('the example', { timeout: 120_000 }, () => {
  let sample: Sample<Readonly<Record<'lastDay' | 'inOctober', readonly Group[]>>>
  let served: ServedExample
  let browser: Browser
  const folder = mkdtempSync(join(tmpdir(), 'react-segments-'))

  beforeAll(async () => {
    sample = await openSample(async (run) => ({
      lastDay: (await run(groupsByHand(lastDay))) as unknown as readonly Group[],
      inOctober: (await run(groupsByHand(inOctober))) as unknown as readonly Group[],
    }))
    served = await serveExample({ server: sample.url, token, outDir: folder })
    browser = await launch()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await served?.close()
    await sample?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  interface Visit {
    readonly page: Page
    /** What the browser complained of, and addresses of other servers that were asked. */
    readonly complaints: readonly string[]
    /** Names of the operations sent since it was last asked. */
    asked(): readonly string[]
  }

  async function visit(hash: string, { look = 'light' }: { look?: 'light' | 'dark' } = {}): Promise<Visit> {
    const context = await browser.newContext({ colorScheme: look, viewport: { width: 1200, height: 900 } })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const complaints = complaintsOf(page, served.url)
    const operations: string[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/graphql')) operations.push((request.postDataJSON() as { operationName: string }).operationName)
    })
    await page.goto(served.url + hash)
    return { page, complaints, asked: () => operations.splice(0).sort() }
  }

  async function ask<T>(query: string): Promise<T> {
    const response = await fetch(`${sample.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    })
    return ((await response.json()) as { readonly data: T }).data
  }

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  const rows = (page: Page, part = 'tbody') =>
    page.locator(`${part} tr`).evaluateAll((all) =>
      all.map((row) => {
        const [head, ...cells] = [...row.children].map((cell) => cell.textContent ?? '')
        return [row.querySelector('code')?.textContent ?? head ?? '', ...cells]
      }),
    )

  test('sizes, values and days of all groups are those of SQL, on the day of the address and on another; back is the first day again', async () => {
    const { page, complaints, asked } = await visit('')
    await page.locator('tfoot').waitFor()
    expect((await rows(page)).toSorted(byName)).toEqual(sample.found.lastDay.map(shown))
    expect(asked()).toEqual(['Segments'])
    await page.getByLabel('As of').fill(inOctober.day)
    await page.getByRole('button', { name: 'Show' }).click()
    await page.waitForURL(/#\/2025-10-15$/)
    await expect.poll(async () => (await rows(page)).toSorted(byName)).toEqual(sample.found.inOctober.map(shown))
    expect(sample.found.inOctober.map(shown)).not.toEqual(sample.found.lastDay.map(shown))
    expect(asked()).toEqual(['Segments'])
    await page.goBack()
    await expect.poll(async () => (await rows(page)).toSorted(byName)).toEqual(sample.found.lastDay.map(shown))
    // From the cache.
    expect([asked(), complaints]).toEqual([[], []])
    expect(await page.getByLabel('As of').inputValue()).toBe(lastDay.day)
  })

  test('a click on a group has its customers by lifetime value, page by page; reload and back stay at the page', async () => {
    const [largest] = sample.found.lastDay.toSorted((a, b) => b['customer.countCustomers'] - a['customer.countCustomers'])
    const name = largest?.['customer.mosaique'] ?? ''
    const { customers } = await ask<{
      readonly customers: { readonly nodes: readonly { customerName: string; lifetimeValue: string | null }[] }
    }>(
      `{ customers(first: 1000, where: { mosaique: { eq: ${name} } }, orderBy: [{ lifetimeValue: DESC }], asOf: "2025-12-31") {
        nodes { customerName lifetimeValue }
      } }`,
    )
    const expected = customers.nodes.map(({ customerName, lifetimeValue }) => [customerName, dollars(lifetimeValue)])
    expect(expected.length).toBe(largest?.['customer.countCustomers'])
    expect(expected.length).toBeGreaterThan(20)
    const { page, complaints, asked } = await visit('')
    const list = async () => (await rows(page)).map(([customer, value]) => [customer, value])
    await page
      .locator('tr', { has: page.getByText(name, { exact: true }) })
      .getByRole('link')
      .click()
    await page.getByText(`${expected.length} customers, by lifetime value`).waitFor()
    expect(await list()).toEqual(expected.slice(0, 20))
    expect(asked()).toEqual(['GroupCustomers', 'Segments'])
    // For the keyboard and the screen reader the new page begins where it begins.
    await page.locator('main:focus').waitFor()
    await page.getByRole('link', { name: 'Next page' }).click()
    await expect.poll(list).toEqual(expected.slice(20, 40))
    await page.reload()
    await expect.poll(list).toEqual(expected.slice(20, 40))
    await page.getByRole('link', { name: 'Previous page' }).click()
    await expect.poll(list).toEqual(expected.slice(0, 20))
    expect(await page.getByRole('link', { name: 'Previous page' }).count()).toBe(0)
    await page.goBack()
    await expect.poll(list).toEqual(expected.slice(20, 40))
    // Once for each page that was not there yet: the reload forgot those before it.
    expect([asked(), complaints]).toEqual([['GroupCustomers', 'GroupCustomers', 'GroupCustomers'], []])
  })

  test('a click on a customer has the profile and all that happened, newest first; another day has less', async () => {
    const { page, complaints, asked } = await visit('#/2025-12-31/groups/VIPS')
    const { customers } = await ask<{ readonly customers: { readonly nodes: readonly Profile[] } }>(
      `{ customers(first: 1, where: { mosaique: { eq: VIPS } }, orderBy: [{ lifetimeValue: DESC }], asOf: "2025-12-31") { nodes {
        customerId customerName lifetimeValue recencyScore24m
        timeline(first: 1000, activities: [ORDER, ORDER_REJECTED, PROMOTION_REDEEMED, EMAIL_OPENED, EMAIL_CLICKED, SITE_VISITED, SURVEY_ANSWERED]) {
          nodes { occurredAt }
        }
      } } }`,
    )
    const [customer] = customers.nodes
    if (customer === undefined) throw new Error('Nobody is a VIP')
    const times = customer.timeline.nodes.map(({ occurredAt }) => occurredAt)
    expect(times.length).toBeGreaterThan(20)
    await page.getByRole('link', { name: customer.customerName, exact: true }).click()
    await heading(page, customer.customerName)
    const timeline = page.locator('.timeline')
    await timeline.waitFor()
    const fact = (label: string) => page.locator('dl > div', { has: page.getByText(label, { exact: true }) }).locator('dd')
    expect(await fact('Lifetime value').first().textContent()).toBe(dollars(customer.lifetimeValue))
    expect(await fact('Recency, 24 months').textContent()).toBe(`${customer.recencyScore24m} of 5`)
    await expect.poll(() => fact('Mosaique').textContent()).toBe('VIPs')
    expect(asked()).toEqual(['GroupCustomers', 'Profile', 'SegmentationTitles', 'Timeline'])
    const shownTimes = () => timeline.locator('time').evaluateAll((all) => all.map((each) => each.getAttribute('datetime')))
    expect(await shownTimes()).toEqual(times.slice(0, 20))
    const more = page.getByRole('button', { name: 'Show earlier' })
    for (let count = 20; count < times.length; count += 20) {
      await more.click()
      await expect.poll(shownTimes).toEqual(times.slice(0, count + 20))
    }
    await expect.poll(() => more.count()).toBe(0)
    await page.getByLabel('As of').fill('2025-06-30')
    await page.getByLabel('As of').press('Enter')
    const until = times.filter((time) => time < '2025-07-01')
    expect(until.length).toBeLessThan(times.length)
    await expect.poll(shownTimes).toEqual(until.slice(0, 20))
    expect(complaints).toEqual([])
  })

  test.each(['light', 'dark'] as const)('axe finds no serious violation in the %s look', async (look) => {
    const { page, complaints } = await visit('', { look })
    await page.locator('tfoot').waitFor()
    const found = [...(await violations(page))]
    await page.goto(`${served.url}#/2025-12-31/groups/VIPS`)
    await page.getByText(/by lifetime value/).waitFor()
    found.push(...(await violations(page)))
    await page.locator('tbody a').first().click()
    await page.locator('.timeline').waitFor()
    found.push(...(await violations(page)))
    await page.goto(`${served.url}#/2025-12-31/groups/VIPS?after=nonsense`)
    await page.getByRole('alert').waitFor()
    found.push(...(await violations(page)))
    expect([found, complaints]).toEqual([[], []])
  })

  test('what is not there is said, and what fails can be tried again', async () => {
    const { page, asked } = await visit('#/2000-01-01/groups/VIPS')
    await page.getByText('Nobody is in this group on this date.').waitFor()
    await page.goto(`${served.url}#/2025-12-31/customers/NOBODY`)
    await page.getByText('There was no customer NOBODY on Dec 31, 2025.').waitFor()
    await page.goto(`${served.url}#/2025-12-31/nowhere`)
    await page.getByText('This address leads nowhere.').waitFor()
    await page.goto(`${served.url}#/2025-12-31/groups/VIPS?after=nonsense`)
    await page.getByText('This page of the list is no longer there.').waitFor()
    await page.getByRole('alert').getByRole('link', { name: 'First page' }).click()
    await page.getByText(/by lifetime value/).waitFor()
    let refused = 0
    await page.route('**/graphql', async (route) => {
      await page.getByText('Loading the groups …').waitFor()
      refused += 1
      await route.abort()
    })
    await page.goto(`${served.url}#/2025-12-31`)
    await page.getByText('No answer came from the server. It may not be running, or want a token.').waitFor()
    await page.unroute('**/graphql')
    asked()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.locator('tfoot').waitFor()
    expect([refused, asked()]).toEqual([1, ['Segments']])
  })
})

interface Profile {
  readonly customerId: string
  readonly customerName: string
  readonly lifetimeValue: string
  readonly recencyScore24m: number
  readonly timeline: { readonly nodes: readonly { readonly occurredAt: string }[] }
}

/** A row of SQL as the page should show it. */
function shown(group: Group): readonly string[] {
  const days = group['customer.averageDaysSinceLastOrder']
  const average = group['customer.averageLifetimeValue']
  return [
    group['customer.mosaique'],
    String(group['customer.countCustomers']),
    `${Number(group['customer.percentageCustomers']).toFixed(2)} %`,
    dollars(group.value),
    average === null ? '–' : dollars(rounded(average, 2)),
    days === null ? '–' : rounded(days, 1),
  ]
}

/** Halves upwards: 67.05 is 67.1, though the nearest floating-point number is a little less. */
function rounded(mean: number, digits: number): string {
  return (Math.round(mean * 10 ** digits) / 10 ** digits).toFixed(digits)
}

function byName([a = '']: readonly string[], [b = '']: readonly string[]): number {
  return a < b ? -1 : 1
}

/** Of two digits behind the point. */
function dollars(amount: string | null): string {
  return amount === null ? '–' : `$${amount.replace(/\B(?=(\d{3})+\.)/g, ',')}`
}
