/**
 * Tessera in Google Sheets: rows of a saved query in cells, and a menu for the address, the token and a refresh. README.md beside this file says how to use it.
 *
 *   =TESSERA("rfm-by-state")                                      a header, and the rows below it
 *   =TESSERA("rfm-by-state", "asOf", B1, "channels", D1:D9)       with variables; an empty cell leaves a variable out
 */

/**
 * @typedef {{ readonly url: string, readonly token: string }} Connection
 * @typedef {{ readonly path: string, readonly type: string }} Column
 * @typedef {{ readonly name: string, readonly table: boolean, readonly columns: readonly Column[] }} SavedQuery
 * @typedef {string | number | boolean | Date | null} Cell
 */

/** What Google gives a spreadsheet and a script, as its quotas say it. */
const limits = { cellsOfSpreadsheet: 10_000_000, charactersOfCell: 50_000, charactersOfUrl: 2_000 }

const secondsSavedQueriesAreKept = 300

/** Beside what the server itself says. */
const advice = new Map([
  ['UNAUTHENTICATED', 'Menu Tessera > Settings takes a new token. A formula uses the settings of the owner of the spreadsheet.'],
  ['TIMEOUT', 'Ask for fewer months or fewer columns.'],
  ['UNKNOWN_QUERY', 'Menu Tessera > Saved queries lists their names.'],
])

/** The menu, each time the spreadsheet is opened. */
function onOpen() {
  SpreadsheetApp.getUi()
    .createMenu('Tessera')
    .addItem('Settings', 'showSettings')
    .addItem('Saved queries', 'showSavedQueries')
    .addItem('Refresh', 'refresh')
    .addToUi()
}

/**
 * The rows of a saved query of Tessera, below a row of column names.
 *
 * @param {string} query The name of the saved query, such as "rfm-by-state".
 * @param {...*} variables The name of a variable and its value, as often as needed. A range is a list; an empty cell leaves the variable out.
 * @return {Cell[][]} The table.
 * @customfunction
 */
function TESSERA(query, ...variables) {
  if (typeof query !== 'string' || query === '') throw new Error('The first argument is the name of a saved query, such as "rfm-by-state".')
  const connection = readConnection()
  const zone = SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone()
  const rows = askServer(`/q/${encodeURIComponent(query)}.json${searchOf(variables, zone)}`, connection)
  const columns = columnsOf(query, connection)
  if ((rows.length + 1) * columns.length > limits.cellsOfSpreadsheet) {
    throw new Error(`${rows.length} rows of ${columns.length} columns are more than the 10 million cells of a spreadsheet. Ask for fewer.`)
  }
  return [
    columns.map(({ path }) => path),
    ...rows.map((/** @type {Object<string, *>} */ row) => columns.map((column) => cellOf(row[column.path], column, zone))),
  ]
}

/**
 * @param {string} name
 * @param {Connection} connection
 * @return {readonly Column[]}
 */
function columnsOf(name, connection) {
  const known = savedQueries(connection).find((query) => query.name === name)
  // Somebody may have saved it since the list was kept.
  const found = known ?? savedQueries(connection, { fresh: true }).find((query) => query.name === name)
  if (found === undefined) throw new Error(`${connection.url} does not say which columns \`${name}\` has.`)
  return found.columns
}

/**
 * @param {*} value As it stands in the JSON.
 * @param {Column} column
 * @param {string} zone Of the spreadsheet.
 * @return {Cell}
 */
function cellOf(value, { path, type }, zone) {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value
  switch (type.toUpperCase()) {
    case 'DATE':
      return Utilities.parseDate(value, zone, 'yyyy-MM-dd')
    case 'TIMESTAMP':
      return new Date(value)
    case 'DECIMAL':
    case 'BIGINT':
      return exactNumber(value) ?? value
  }
  if (value.length > limits.charactersOfCell)
    throw new Error(`A text of column \`${path}\` is longer than the 50,000 characters of a cell.`)
  return value
}

/**
 * A number, where a cell holds all its digits: it keeps 15. Undefined otherwise.
 *
 * @param {string} text Such as `1234.50`.
 */
function exactNumber(text) {
  const digits = (text.includes('.') ? text.replace(/0+$/, '') : text).replace(/[-.]/g, '').replace(/^0+/, '')
  return digits.length <= 15 ? Number(text) : undefined
}

/**
 * Variables as parameters of the URL: a list is its parameter several times.
 *
 * @param {readonly *[]} variables
 * @param {string} zone Of the spreadsheet.
 */
function searchOf(variables, zone) {
  if (variables.length % 2 !== 0) throw new Error('After the name of the query come pairs: the name of a variable, and its value.')
  /** @type {string[]} */
  const parts = []
  for (let index = 0; index < variables.length; index += 2) {
    const [name, value] = [variables[index], variables[index + 1]]
    if (typeof name !== 'string' || name === '') throw new Error(`The name of variable ${index / 2 + 1} is empty.`)
    for (const item of [value].flat(2)) {
      if (item !== '' && item !== null && item !== undefined)
        parts.push(`${encodeURIComponent(name)}=${encodeURIComponent(textOf(item, zone))}`)
    }
  }
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

/**
 * @param {*} value Of a cell.
 * @param {string} zone Of the spreadsheet: a date in a cell is midnight there.
 */
function textOf(value, zone) {
  if (!(value instanceof Date)) return String(value)
  const isDay = Utilities.formatDate(value, zone, 'HH:mm:ss') === '00:00:00'
  return Utilities.formatDate(value, zone, isDay ? 'yyyy-MM-dd' : "yyyy-MM-dd'T'HH:mm:ssXXX")
}

/**
 * @param {Connection} connection
 * @param {{ readonly fresh?: boolean }} [options]
 * @return {readonly SavedQuery[]}
 */
function savedQueries(connection, { fresh = false } = {}) {
  const cache = CacheService.getDocumentCache()
  const kept = fresh ? null : cache?.get(cacheKey(connection))
  if (kept) return JSON.parse(kept)
  const { queries } = askServer('/q', connection)
  const text = JSON.stringify(queries)
  // Google keeps 100 KB for a key; a longer list is asked for each time.
  if (text.length < 90_000) cache?.put(cacheKey(connection), text, secondsSavedQueriesAreKept)
  return queries
}

/** @param {Connection} connection */
function cacheKey({ url }) {
  return `saved queries of ${url}`.slice(0, 250)
}

/**
 * The JSON at a path of the server, or an error that a reader of the cell understands.
 *
 * @param {string} path
 * @param {Connection} connection
 * @return {*}
 */
function askServer(path, { url, token }) {
  if (url.length + path.length > limits.charactersOfUrl)
    throw new Error('The variables are too long for an address of 2,000 characters. Give fewer values.')
  const response = fetchFrom(`${url}${path}`, {
    headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
    muteHttpExceptions: true,
    // The token is for this address alone.
    followRedirects: false,
  })
  const status = response.getResponseCode()
  const answer = parseJson(response.getContentText('UTF-8'))
  if (status === 200 && answer !== undefined) return answer
  if (status === 200)
    throw new Error(
      `The answer is no JSON. Either ${url} is not Tessera, or the answer is larger than the 50 MB that Google takes: ask for fewer rows.`,
    )
  throw new Error(refusal(status, answer))
}

/**
 * @param {string} url
 * @param {GoogleAppsScript.URL_Fetch.URLFetchRequestOptions} options
 */
function fetchFrom(url, options) {
  try {
    return UrlFetchApp.fetch(url, options)
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    throw new Error(`The server could not be asked: ${problem} A formula has 30 seconds, and an answer at most 50 MB.`)
  }
}

/**
 * @param {number} status
 * @param {*} answer
 */
function refusal(status, answer) {
  const [first] = answer?.errors ?? []
  const code = first?.extensions?.code ?? `HTTP_${status}`
  const message = first?.message ?? `The server answered with HTTP status ${status}.`
  return [`${message} (${code})`, advice.get(code)].filter(Boolean).join(' ')
}

/** @param {string} text */
function parseJson(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** @return {Connection} */
function readConnection() {
  const properties = PropertiesService.getUserProperties()
  const [url, token] = [properties.getProperty('TESSERA_URL'), properties.getProperty('TESSERA_TOKEN')]
  if (url && token) return { url, token }
  throw new Error('Where is Tessera? The owner of this spreadsheet says it once: menu Tessera > Settings.')
}

/** Asks for the address and the token, tries them, and keeps them for this user and this spreadsheet. */
function showSettings() {
  const ui = SpreadsheetApp.getUi()
  const url = answerTo('The address of Tessera, such as https://tessera.example.com')?.replace(/\/+$/, '')
  if (url === undefined) return
  if (!/^https:\/\/[^/]/.test(url)) {
    ui.alert('The address begins with https:// : without it anybody on the way could read the token.')
    return
  }
  const token = answerTo('Your token')
  if (token === undefined) return
  try {
    const queries = savedQueries({ url, token }, { fresh: true })
    PropertiesService.getUserProperties().setProperties({ TESSERA_URL: url, TESSERA_TOKEN: token })
    ui.alert(`Tessera answers: ${queries.length} saved queries.`)
  } catch (error) {
    ui.alert(`Nothing is kept. ${error instanceof Error ? error.message : error}`)
  }
}

/**
 * Undefined where the reader cancels or answers nothing.
 *
 * @param {string} question
 */
function answerTo(question) {
  const ui = SpreadsheetApp.getUi()
  const answer = ui.prompt(question, ui.ButtonSet.OK_CANCEL)
  return answer.getSelectedButton() === ui.Button.OK ? answer.getResponseText().trim() || undefined : undefined
}

function showSavedQueries() {
  const names = savedQueries(readConnection(), { fresh: true })
    .filter(({ table }) => table)
    .map(({ name }) => `=TESSERA("${name}")`)
  SpreadsheetApp.getUi().alert(names.join('\n') || 'There are none.')
}

/**
 * Asks again for every TESSERA formula. Google computes a formula anew only when it changes, so each is taken out and put back, one by one:
 * whatever goes wrong, at most the one at hand is not refreshed.
 */
function refresh() {
  savedQueries(readConnection(), { fresh: true })
  const cells = SpreadsheetApp.getActiveSpreadsheet().createTextFinder('TESSERA(').matchFormulaText(true).findAll()
  for (const cell of cells) {
    const formula = cell.getFormula()
    if (!/\bTESSERA\(/i.test(formula)) continue
    try {
      cell.clearContent()
      SpreadsheetApp.flush()
    } finally {
      cell.setFormula(formula)
    }
  }
  SpreadsheetApp.getUi().alert(`${cells.length} formulas are asked again.`)
}
