/** The page of the server in a browser, with the shipped model on a small sample and an access token. */
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { firstQuery } from '../../web/first-query.ts'
import { openSample, type Sample } from '../connectors/sample.ts'
import { token } from '../connectors/shop.ts'
import { hasBrowser, launch, violations } from '../support/chromium.ts'
import { buildPage, type Visit, visit } from './browser.ts'

let browser: Browser
let sample: Sample<undefined>

describe.skipIf(!hasBrowser)('the page', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    await buildPage()
    sample = await openSample(async () => undefined)
    browser = await launch()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await sample?.close()
  })

  /** The browser knows the token as it would from its own dialog. */
  async function open(search = '', options: Parameters<typeof visit>[2] = {}): Promise<Visit> {
    const opened = await visit(browser, `${sample.url}/graphiql/${search}`, {
      httpCredentials: { username: 'analyst', password: token },
      ...options,
    })
    onTestFinished(() => opened.page.context().close())
    return opened
  }

  async function ask(query: string, accept: string): Promise<Buffer> {
    const response = await fetch(`${sample.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, accept },
      body: JSON.stringify({ query }),
    })
    return Buffer.from(await response.arrayBuffer())
  }

  const run = ({ page }: Visit) => page.getByRole('button', { name: /^Execute query/ }).click()
  const show = ({ page }: Visit, name: string) => page.getByRole('tab', { name, exact: true }).click()
  const cellsIn = ({ page }: Visit, part: string) =>
    page.locator(`.answer-scroll ${part} tr`).evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)))

  test('the first query answers rows: table and totals are the JSON, the file is the one of the server', async () => {
    const opened = await open()
    const { page, complaints, asked } = opened
    await run(opened)
    await page.locator('.answer-scroll').waitFor()
    const { data } = JSON.parse((await ask(firstQuery, 'application/json')).toString())
    const { rows, totals } = data.slice
    expect(rows.length).toBeGreaterThan(0)
    const text = (value: unknown) => (value === null ? 'null' : String(value))
    expect(await cellsIn(opened, 'tbody')).toEqual(
      rows.map(({ customer, time, orderPlaced, orderRejected }: Record<string, Record<string, unknown>>) =>
        [customer?.state, time?.month, orderPlaced?.monetary, orderPlaced?.frequency, orderPlaced?.recency, orderRejected?.frequency].map(
          text,
        ),
      ),
    )
    const { orderPlaced, orderRejected } = totals
    expect(await cellsIn(opened, 'tfoot')).toEqual([
      ['Totals', '', text(orderPlaced.monetary), text(orderPlaced.frequency), '', text(orderRejected.frequency)],
    ])
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download CSV' }).click()])
    expect(download.suggestedFilename()).toBe('HotelsByStateAndMonth.csv')
    expect(readFileSync(await download.path())).toEqual(await ask(firstQuery, 'text/csv'))
    expect([asked.length, complaints]).toEqual([2, []])
  })

  test('chart, SQL and JSON are there with the arrow keys; the SQL is asked for when it is looked at, and the text stays as it is', async () => {
    const opened = await open()
    const { page, complaints, asked } = opened
    await run(opened)
    await page.getByRole('tab', { name: 'Table' }).focus()
    await page.keyboard.press('ArrowRight')
    const chart = page.getByRole('img', { name: /^Lines: orderPlaced.monetary by time.month, one for each customer.state\./ })
    await chart.locator('svg g[aria-label=line] path').first().waitFor({ state: 'attached' })
    await page.getByLabel('Measure', { exact: true }).selectOption('orderPlaced.frequency')
    await page.getByRole('img', { name: /^Lines: orderPlaced.frequency/ }).waitFor()
    expect(asked.length).toBe(1)
    await page.getByRole('tab', { name: 'Chart' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('button', { name: 'Copy SQL' }).waitFor()
    expect(await page.locator('.answer-sql pre').innerText()).toMatch(/^with\n[\s\S]*sum\(/)
    expect(asked.length).toBe(2)
    await page.keyboard.press('End')
    await page.getByRole('region', { name: 'Result Window' }).waitFor()
    expect(await page.getByRole('tab', { name: 'JSON' }).getAttribute('aria-selected')).toBe('true')
    expect(await page.locator('.graphiql-query-editor').innerText()).not.toContain('tesseraSql')
    expect(complaints).toEqual([])
  })

  test('a saved query opens in a tab with its defaults and is not asked; its file has the variables of the tab', async () => {
    const opened = await open()
    const { page, complaints, asked } = opened
    await page.getByRole('button', { name: 'mosaique' }).click()
    await page.getByRole('tab', { name: 'Mosaique' }).waitFor()
    const variables = page.locator('section.graphiql-editor-tool')
    await variables.getByText('"2025-12-31"').waitFor()
    expect(asked).toEqual([])
    const link = page.getByRole('link', { name: 'mosaique as csv' })
    expect(await link.getAttribute('href')).toBe('../q/mosaique.csv?asOf=2025-12-31')
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    const direct = await fetch(`${sample.url}/q/mosaique.csv?asOf=2025-12-31`, { headers: { authorization: `Bearer ${token}` } })
    expect(readFileSync(await download.path())).toEqual(Buffer.from(await direct.arrayBuffer()))
    await run(opened)
    await show(opened, 'Chart')
    await page.getByRole('img', { name: /^Bars: customer.countCustomers by customer.mosaique\./ }).waitFor()
    expect(complaints).toEqual([])
  })

  test('a link opens a query, or a saved one with other variables, and asks neither', async () => {
    const search = new URLSearchParams({ query: 'query Linked { customerCount }', variables: '{}' })
    const linked = await open(`?${search}`)
    await linked.page.getByRole('tab', { name: 'Linked' }).waitFor()
    const saved = await open('?saved=rfm-by-state&variables={"asOf":"2025-06-30"}')
    await saved.page.getByRole('tab', { name: 'RfmByState' }).waitFor()
    await saved.page.locator('section.graphiql-editor-tool').getByText('"2025-06-30"').waitFor()
    // The page writes its tabs into storage a little after they change.
    await expect.poll(() => saved.page.evaluate<string>('JSON.stringify(localStorage)')).toContain('2025-06-30')
    await saved.page.reload()
    await saved.page.getByRole('tab', { name: 'RfmByState' }).waitFor()
    await saved.page.getByRole('button', { name: 'rfm-by-state', exact: true }).waitFor()
    expect(await saved.page.getByRole('tab', { name: 'RfmByState' }).count()).toBe(1)
    const unknown = await open('?saved=top-customer')
    await unknown.page.getByText('There is no saved query `top-customer`.').waitFor()
    expect([linked, saved, unknown].map(({ asked, complaints }) => [asked, complaints])).toEqual([
      [[], []],
      [[], []],
      [[], []],
    ])
  })

  test('a dimension that is ticked with the keyboard stands in the query, and its values in the next answer', async () => {
    const opened = await open()
    const { page, complaints } = opened
    await page.getByRole('button', { name: 'Show Dimensions and measures' }).click()
    await page.getByLabel('Search').fill('status')
    const box = page.locator('.members details').first().getByLabel('status', { exact: true })
    await box.focus()
    await page.keyboard.press('Space')
    await page.locator('.graphiql-query-editor').getByText('STATUS').first().waitFor()
    expect(await box.isChecked()).toBe(true)
    expect(await violations(page)).toEqual([])
    await run(opened)
    await page.getByRole('columnheader', { name: 'customer.status' }).waitFor()
    expect(complaints).toEqual([])
  })

  test('with the keyboard alone one comes from the top of the page to the query, its answer and the file', async () => {
    const { page, complaints } = await open()
    const focused = page.locator(':focus')
    await page.keyboard.press('Tab')
    expect(await focused.textContent()).toBe('Skip to the query')
    await page.keyboard.press('Enter')
    // The frame of the editor; Enter goes in.
    await page.keyboard.press('Enter')
    await page.locator('.graphiql-query-editor textarea:focus').waitFor({ state: 'attached' })
    await page.keyboard.press('Control+Enter')
    await page.locator('.answer-scroll').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.graphiql-query-editor .graphiql-editor:focus').waitFor()
    const passed: (string | null)[] = []
    while (passed.at(-1) !== 'Download CSV' && passed.length < 20) {
      await page.keyboard.press('Tab')
      passed.push(await focused.textContent())
    }
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    expect(download.suggestedFilename()).toBe('HotelsByStateAndMonth.csv')
    expect(complaints).toEqual([])
  })

  test('what the server refuses is said in its words', async () => {
    const opened = await open(`?${new URLSearchParams({ query: '{ slice(by: {}, limit: -1) { rows { order { countOrders } } } }' })}`)
    await run(opened)
    await opened.page.getByRole('alert').getByText('-1').waitFor()
    const noQuery = await open(`?${new URLSearchParams({ query: '{ slice(by: ' })}`)
    await run(noQuery)
    await noQuery.page.getByRole('alert').getByText('Syntax Error').waitFor()
    expect(await noQuery.page.getByText('This cannot be shown').count()).toBe(0)
  })

  test('an answer that does not come is said in words of the page, and the next one is shown', async () => {
    const opened = await open(`?${new URLSearchParams({ query: '{ slice(by: {}) { rows { order { countOrders } } } }' })}`)
    const { page } = opened
    await page.route('**/graphql', (route) => route.abort())
    await run(opened)
    await page.getByRole('alert').getByText('No answer came from the server. It may have stopped, or the network is down.').waitFor()
    await page.unroute('**/graphql')
    await run(opened)
    await page.getByRole('columnheader', { name: 'order.countOrders' }).waitFor()
    expect(await page.locator('.answer').getByRole('alert').count()).toBe(0)
    await page.route('**/graphql', (route) => route.abort())
    await page.getByRole('button', { name: 'Download CSV' }).click()
    await page.getByRole('alert').getByText('No answer came from the server.').waitFor()
  })

  test('of several lists one is chosen, for the table and the chart; a file has one list', async () => {
    const opened = await open('?saved=customer-profile')
    const { page, complaints } = opened
    await page.getByRole('tab', { name: 'CustomerProfile' }).waitFor()
    await run(opened)
    // Orders have lists of their own: what is shown first is the first that is a table.
    await page.getByRole('columnheader', { name: 'occurredAt' }).waitFor()
    expect(await page.getByLabel('List').inputValue()).toBe('customer.timeline.nodes')
    await page.getByLabel('List').selectOption('customer.slice.rows')
    await page.getByRole('columnheader', { name: 'orderPlaced.monetary' }).waitFor()
    expect(await page.getByRole('button', { name: 'Download CSV' }).count()).toBe(0)
    expect(await violations(page)).toEqual([])
    await show(opened, 'Chart')
    await page.getByRole('img', { name: /^Line: orderPlaced.frequency by time.quarter\./ }).waitFor()
    expect(complaints).toEqual([])
  })

  test('a text of several lines is one line of the table, and a name from right to left is one', async () => {
    const opened = await open(`?${new URLSearchParams({ query: '{ customers(first: 3) { nodes { customerName state } } }' })}`)
    const { page } = opened
    const names = ['Eins\nZwei\r\nDrei', 'שלום עולם (2)', '=HYPERLINK("http://x","y")<b>']
    // No sample has such names.
    const nodes = names.map((customerName) => ({ customerName, state: 'TX' }))
    await page.route('**/graphql', (route) => route.fulfill({ json: { data: { customers: { nodes } } } }))
    await run(opened)
    const cells = page.locator('.answer-scroll tbody tr td:first-child')
    await cells.first().waitFor()
    expect(await cells.allTextContents()).toEqual(['Eins ⏎ Zwei ⏎ Drei', ...names.slice(1)])
    expect(await cells.first().getAttribute('title')).toBe(names[0])
    const heights = await Promise.all([0, 1, 2].map(async (index) => (await cells.nth(index).boundingBox())?.height))
    expect(new Set(heights).size).toBe(1)
  })

  test('at a zoom of 200 % the question and its answer stand below one another, and the tabs of the answer where they are', async () => {
    const opened = await open('', { viewport: { width: 720, height: 450 } })
    const { page } = opened
    await run(opened)
    await page.locator('.answer-scroll').waitFor()
    const tabs = page.getByRole('tablist', { name: 'The answer as' })
    const left = async () => (await tabs.boundingBox())?.x
    const before = await left()
    await show(opened, 'Chart')
    await page.locator('.answer-figure svg').first().waitFor({ state: 'attached' })
    expect(await left()).toBe(before)
    const [question, answer] = await Promise.all([page.locator('.graphiql-editors').boundingBox(), tabs.boundingBox()])
    const text = await page.locator('.graphiql-query-editor .monaco-editor').boundingBox()
    if (question === null || answer === null || text === null) throw new Error('Not shown')
    expect(answer.y).toBeGreaterThanOrEqual(question.y + question.height)
    expect(text.y).toBeGreaterThanOrEqual(question.y)
    expect(text.y + text.height).toBeLessThanOrEqual(question.y + question.height)
  })

  test('thousands of rows are a table of which the page holds those that are seen', async () => {
    const query = '{ slice(by: { orderPlaced: [ACTIVITY_UUID] }, limit: 3000) { rows { orderPlaced { activityUuid monetary } } } }'
    const opened = await open(`?${new URLSearchParams({ query })}`)
    await run(opened)
    const scroller = opened.page.locator('.answer-scroll')
    await scroller.waitFor()
    const { data } = JSON.parse((await ask(query, 'application/json')).toString())
    const { rows } = data.slice
    expect(rows.length).toBeGreaterThan(1000)
    expect(await scroller.locator('tbody tr').count()).toBeLessThan(200)
    await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight))
    await scroller.getByText(rows.at(-1).orderPlaced.activityUuid, { exact: true }).waitFor()
  })

  test('open queries are tabs: arrows go from one to the next, Delete and a button that says which close the one shown', async () => {
    const { page, complaints } = await open()
    await page.getByRole('button', { name: 'mosaique' }).click()
    // A tab that is left before the editor has its text gives that to the next one.
    await page.locator('.graphiql-query-editor').getByText('Mosaique').first().waitFor()
    await page.locator('.graphiql-editor-tool .view-line').getByText('"states"').waitFor()
    const tabs = page.getByRole('tablist', { name: 'Open queries' }).getByRole('tab')
    const first = tabs.filter({ hasText: 'HotelsByStateAndMonth' })
    const second = tabs.filter({ hasText: 'Mosaique' })
    await second.focus()
    await page.keyboard.press('ArrowLeft')
    await page.locator('.graphiql-query-editor').getByText('HotelsByStateAndMonth').waitFor()
    expect([await first.getAttribute('aria-selected'), await second.getAttribute('aria-selected')]).toEqual(['true', 'false'])
    expect(await page.locator(':focus').textContent()).toBe('HotelsByStateAndMonth')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Close HotelsByStateAndMonth')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => tabs.allTextContents()).toEqual(['HotelsByStateAndMonth', 'Mosaique', '<untitled>'])
    await tabs.last().focus()
    await page.keyboard.press('Delete')
    await expect.poll(() => tabs.allTextContents()).toEqual(['HotelsByStateAndMonth', 'Mosaique'])
    expect(await page.locator(':focus').textContent()).toBe('Mosaique')
    await page.getByRole('button', { name: 'Close Mosaique' }).click()
    await expect.poll(() => tabs.allTextContents()).toEqual(['HotelsByStateAndMonth'])
    expect(await page.locator(':focus').textContent()).toBe('HotelsByStateAndMonth')
    expect(await page.getByRole('button', { name: /^Close / }).count()).toBe(0)
    await page.locator('.graphiql-query-editor').getByText('HotelsByStateAndMonth').waitFor()
    expect(complaints).toEqual([])
  })

  test('of many tabs the one shown is seen', async () => {
    const { page } = await open('', { viewport: { width: 1000, height: 700 } })
    const list = page.getByRole('tablist', { name: 'Open queries' })
    const names = ['customer-profile', 'lifetime-value', 'days-to-invoice-by-month', 'rfm-by-state']
    for (const name of names) await page.getByRole('button', { name, exact: true }).click()
    const last = list.getByRole('tab', { name: 'RfmByState' })
    await last.waitFor()
    const seen = async () => {
      const [frame, tab] = await Promise.all([list.boundingBox(), last.boundingBox()])
      return frame !== null && tab !== null && tab.x >= frame.x && tab.x + tab.width <= frame.x + frame.width + 1
    }
    expect(await list.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(true)
    await expect.poll(seen).toBe(true)
  })

  test('the chart of an answer needs no server: it is drawn where that went away since', async () => {
    const opened = await open()
    const { page } = opened
    await run(opened)
    await page.locator('.answer-scroll').waitFor()
    await page.context().setOffline(true)
    await show(opened, 'Chart')
    await page.locator('.answer-figure svg g[aria-label=line] path').first().waitFor({ state: 'attached' })
    await show(opened, 'SQL')
    await page.getByText('No answer came from the server.').waitFor()
    await page.context().setOffline(false)
    await show(opened, 'Table')
    await show(opened, 'SQL')
    await page.getByRole('button', { name: 'Copy SQL' }).waitFor()
  })

  test('a heat map that is on screen takes the colours of the look that is chosen, by the browser or in the settings', async () => {
    const query = '{ slice(by: { customer: [STATE, CHANNEL_NAME] }) { rows { customer { state channelName } order { countOrders } } } }'
    const opened = await open(`?${new URLSearchParams({ query })}`, { colorScheme: 'light' })
    const { page } = opened
    await run(opened)
    await show(opened, 'Chart')
    await page.getByRole('img', { name: /^Heat map: order.countOrders/ }).waitFor()
    const colours = () =>
      page.locator('.answer-figure g[aria-label=cell] rect').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('fill')))
    await expect.poll(async () => (await colours()).length).toBeGreaterThan(1)
    const light = await colours()
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(colours).not.toEqual(light)
    const dark = await colours()
    await page.getByRole('button', { name: 'Open settings dialog' }).click()
    await page.getByRole('button', { name: 'Light', exact: true }).click()
    await expect.poll(colours).toEqual(light)
    await page.getByRole('button', { name: 'Dark', exact: true }).click()
    await expect.poll(colours).toEqual(dark)
  })

  test('an answer without a list is a table of one row, and no file', async () => {
    const opened = await open(`?${new URLSearchParams({ query: '{ customerCount }' })}`)
    await run(opened)
    await opened.page.getByRole('columnheader', { name: 'customerCount' }).waitFor()
    const { data } = JSON.parse((await ask('{ customerCount }', 'application/json')).toString())
    expect(await cellsIn(opened, 'tbody')).toEqual([[String(data.customerCount)]])
    expect(await opened.page.getByRole('button', { name: 'Download CSV' }).count()).toBe(0)
  })

  describe.each(['light', 'dark'] as const)('axe finds nothing serious, %s:', (colorScheme) => {
    test('as the page opens, with an answer in each of its tabs, and with several queries', async () => {
      const opened = await open('', { colorScheme })
      const { page } = opened
      await page.getByRole('button', { name: 'mosaique' }).waitFor()
      expect(await violations(page)).toEqual([])
      await run(opened)
      await page.locator('.answer-scroll').waitFor()
      expect(await violations(page)).toEqual([])
      await show(opened, 'Chart')
      await page.locator('.answer-figure svg').first().waitFor({ state: 'attached' })
      expect(await violations(page)).toEqual([])
      await show(opened, 'SQL')
      await page.getByRole('button', { name: 'Copy SQL' }).waitFor()
      expect(await violations(page)).toEqual([])
      await show(opened, 'JSON')
      await page.locator('.result-window .view-line').getByText('"rows"').waitFor()
      expect(await violations(page)).toEqual([])
      await page.getByRole('button', { name: 'mosaique' }).click()
      await page.locator('.graphiql-editor-tool .view-line').getByText('"states"').waitFor()
      expect(await violations(page)).toEqual([])
    })

    test('in each panel beside the editor', async () => {
      const opened = await open('', { colorScheme })
      const { page } = opened
      await run(opened)
      await page.locator('.answer-scroll').waitFor()
      const panel = async (name: string, shown: string) => {
        await page.getByRole('button', { name: `Show ${name}` }).click()
        await page.locator('.graphiql-plugin').locator(shown).first().waitFor()
        expect(await violations(page)).toEqual([])
      }
      await panel('Dimensions and measures', 'details')
      await panel('GraphiQL Explorer', 'input[aria-label=limit]')
      await panel('History', '.graphiql-history-item-label')
      await panel('Documentation Explorer', '.graphiql-doc-explorer-type-name')
      await page.locator('.graphiql-doc-explorer-content').getByRole('link', { name: 'Query', exact: true }).first().click()
      await page.locator('.graphiql-doc-explorer-field-name').getByText('slice', { exact: true }).click()
      await page.locator('.graphiql-doc-explorer-argument').first().waitFor()
      expect(await violations(page)).toEqual([])
    })

    test('in the dialogs, and in the other look chosen there', async () => {
      const { page } = await open('', { colorScheme })
      await page.getByRole('button', { name: 'Open short keys dialog' }).click()
      await page.getByRole('dialog').waitFor()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Open settings dialog' }).click()
      await page.getByRole('dialog').getByText('Theme', { exact: true }).waitFor()
      expect(await violations(page)).toEqual([])
      await page.getByRole('button', { name: colorScheme === 'light' ? 'Dark' : 'Light', exact: true }).click()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect(await violations(page)).toEqual([])
    })
  })
})
