/** Google Sheets: the menu, on a live server. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { address, runScript, type Script } from '../apps-script/run-script.ts'
import { openShop, type Shop, token } from '../shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

function scriptOf(): Script {
  const started = runScript('connectors/google-sheets/Code.js', { server: shop.url })
  onTestFinished(started.close)
  return started
}

test('is there when the spreadsheet is opened', async () => {
  const { dialogs } = await scriptOf().call('onOpen')
  expect(dialogs).toEqual(['Tessera (Settings: showSettings, Saved queries: showSavedQueries, Refresh: refresh)'])
})

test('settings are tried before they are kept', async () => {
  const script = scriptOf()
  script.prepare({ replies: [`${address}/`, 'not-the-right-token'] })
  const wrong = await script.call('showSettings')
  expect(wrong.dialogs.at(-1)).toMatch(/^Nothing is kept\. .*\(UNAUTHENTICATED\)/)
  expect(wrong.properties).toEqual({})
  script.prepare({ replies: [`${address}/`, token] })
  const right = await script.call('showSettings')
  expect(right.dialogs.at(-1)).toBe('Tessera answers: 7 saved queries.')
  expect(right.properties).toEqual({ TESSERA_URL: address, TESSERA_TOKEN: token })
})

test('a token is not sent where anybody could read it', async () => {
  const script = scriptOf()
  script.prepare({ replies: ['http://tessera.example.com', token] })
  expect((await script.call('showSettings')).dialogs.at(-1)).toContain('https://')
  expect(script.sent).toEqual([])
})

test('saved queries are listed as formulas', async () => {
  const script = scriptOf()
  script.prepare({ replies: [address, token] })
  await script.call('showSettings')
  expect((await script.call('showSavedQueries')).dialogs).toEqual([
    '=TESSERA("endless")\n=TESSERA("revenue-by-month")\n=TESSERA("revenue-by-state")\n=TESSERA("revenue-by-tag")\n=TESSERA("visits")\n=TESSERA("visits-by-state")',
  ])
})

test('a refresh takes each formula out and puts it back', async () => {
  const script = scriptOf()
  script.prepare({ replies: [address, token] })
  await script.call('showSettings')
  script.prepare({ sheet: ['=TESSERA("visits")', '=SUM(A1:A3)', '=IF(A1, TESSERA("revenue-by-tag"), 0)'] })
  const { cells, dialogs } = await script.call('refresh')
  expect(cells).toEqual([['', '=TESSERA("visits")'], [], ['', '=IF(A1, TESSERA("revenue-by-tag"), 0)']])
  expect(dialogs).toEqual(['flush', 'flush', '2 formulas are asked again.'])
})
