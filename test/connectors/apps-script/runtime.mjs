/**
 * Google's side of a script, in a thread of its own: the file runs as Apps Script runs it, one global scope and calls that wait for the network.
 * The main thread asks the server meanwhile; here `UrlFetchApp` sleeps until it has the answer.
 *
 * Stand-ins for Google's services do what the reference on developers.google.com says, as far as our scripts use them, and nothing more:
 * a name that is not here is an error. Types of the real services are checked by the compiler, with @types/google-apps-script.
 */
import { createContext, runInContext } from 'node:vm'
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'

const { code, network, signal, zone } = workerData
const waiting = new Int32Array(signal)
const cache = new Map()
const properties = new Map()
const dialogs = []
const answers = []
let cells = []

const globals = {
  console,
  UrlFetchApp: {
    fetch(url, options) {
      Atomics.store(waiting, 0, 0)
      network.postMessage({ url, options: JSON.parse(JSON.stringify(options)) })
      Atomics.wait(waiting, 0, 0)
      const { status, text, problem } = receiveMessageOnPort(network).message
      if (problem !== undefined) throw new Error(problem)
      if (options.muteHttpExceptions !== true && status >= 400) throw new Error(`Request failed for ${url} returned code ${status}.`)
      return { getResponseCode: () => status, getContentText: () => text }
    },
  },
  PropertiesService: {
    getUserProperties: () => ({
      getProperty: (name) => properties.get(name) ?? null,
      setProperties: (given) => {
        for (const [name, value] of Object.entries(given)) properties.set(name, String(value))
      },
      deleteProperty: (name) => void properties.delete(name),
    }),
  },
  CacheService: { getDocumentCache: () => documentCache, getUserCache: () => documentCache },
  Utilities: { parseDate, formatDate },
  SpreadsheetApp: {
    getActiveSpreadsheet: () => ({ getSpreadsheetTimeZone: () => zone, createTextFinder: finder }),
    flush: () => void dialogs.push('flush'),
    getUi: () => ({
      Button: { OK: 'OK', CANCEL: 'CANCEL' },
      ButtonSet: { OK_CANCEL: 'OK_CANCEL' },
      alert: (text) => void dialogs.push(text),
      prompt: (question) => {
        dialogs.push(question)
        const answer = answers.shift()
        return { getSelectedButton: () => (answer === undefined ? 'CANCEL' : 'OK'), getResponseText: () => answer ?? '' }
      },
      createMenu: (name) => menu(name, []),
    }),
  },
  DataStudioApp: { createCommunityConnector: () => connector },
}

const documentCache = {
  get: (key) => cache.get(key) ?? null,
  put: (key, value) => {
    if (key.length > 250 || value.length > 100_000) throw new Error('Argument too large')
    cache.set(key, value)
  },
}

function menu(name, items) {
  return {
    addItem: (caption, functionName) => menu(name, [...items, `${caption}: ${functionName}`]),
    addToUi: () => void dialogs.push(`${name} (${items.join(', ')})`),
  }
}

/** Finds in the formulas of the sheet. */
function finder(text) {
  return { matchFormulaText: () => ({ findAll: () => cells.filter(({ formula }) => formula.includes(text)).map(range) }) }
}

function range(cell) {
  return {
    getFormula: () => cell.formula,
    clearContent: () => void cell.history.push(''),
    setFormula: (formula) => void cell.history.push(formula),
  }
}

/** Minutes from UTC to the clocks of a zone. */
function offsetMinutes(instant, timeZone) {
  const name = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName').value
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name)
  return sign === undefined ? 0 : Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes))
}

function parseDate(text, timeZone, format) {
  if (format !== 'yyyy-MM-dd') throw new Error(`Format ${format}`)
  const midnight = new Date(`${text}T00:00:00Z`)
  return new globals.Date(midnight.getTime() - offsetMinutes(midnight, timeZone) * 60_000)
}

function formatDate(date, timeZone, format) {
  const offset = offsetMinutes(date, timeZone)
  const [day, time] = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19).split('T')
  const part = (number) => String(number).padStart(2, '0')
  const written = `${offset < 0 ? '-' : '+'}${part(Math.floor(Math.abs(offset) / 60))}:${part(Math.abs(offset) % 60)}`
  const known = new Map([
    ['HH:mm:ss', time],
    ['yyyy-MM-dd', day],
    ["yyyy-MM-dd'T'HH:mm:ssXXX", `${day}T${time}${written}`],
  ])
  if (!known.has(format)) throw new Error(`Format ${format}`)
  return known.get(format)
}

/** An enumeration: each of its names is its value. */
function names(...known) {
  return Object.fromEntries(known.map((name) => [name, name]))
}

/** Keeps what the methods `setX(value)` are given as `x`. */
function builder(kind, made = { kind }) {
  return new Proxy(made, {
    get: (target, name) => {
      const setting = /^set([A-Z])(.*)$/.exec(String(name))
      if (setting === null) return target[name]
      return (value) => {
        target[setting[1].toLowerCase() + setting[2]] = value
        return builder(kind, made)
      }
    },
  })
}

/** What a builder was given, without its methods. */
function given(made) {
  return Object.fromEntries(Object.entries(made).filter(([, value]) => typeof value !== 'function'))
}

function fieldsOf(list) {
  const add = (kind) => {
    const field = { kind }
    list.push(field)
    return builder(kind, field)
  }
  return {
    newDimension: () => add('dimension'),
    newMetric: () => add('metric'),
    forIds: (ids) => fieldsOf(ids.map((id) => list.find((field) => field.id === id))),
    build: () => list,
  }
}

function configOf() {
  const entries = []
  const add = (kind, more = {}) => {
    const entry = { kind, ...more }
    entries.push(entry)
    return builder(kind, entry)
  }
  const made = {}
  const config = builder('config', made)
  made.newTextInput = () => add('input')
  made.newTextArea = () => add('area')
  made.newOptionBuilder = () => builder('option')
  made.newSelectSingle = () => {
    const options = []
    return add('select', { options, addOption: (option) => void options.push([option.value, option.label]) })
  }
  made.build = () => ({ ...given(made), entries: entries.map(given) })
  return config
}

const connector = {
  AggregationType: names('SUM', 'MIN', 'MAX', 'AUTO'),
  FieldType: names(
    ...['TEXT', 'BOOLEAN', 'NUMBER', 'PERCENT', 'CURRENCY_EUR', 'CURRENCY_USD'],
    ...['YEAR', 'YEAR_MONTH', 'YEAR_MONTH_DAY', 'YEAR_MONTH_DAY_HOUR', 'YEAR_MONTH_DAY_SECOND'],
  ),
  getConfig: configOf,
  getFields: () => fieldsOf([]),
  newGetSchemaResponse: () => ({ setFields: (fields) => ({ build: () => ({ schema: fields.build() }) }) }),
  newSetCredentialsResponse: () => ({
    setIsValid: (isValid) => ({ build: () => ({ errorCode: isValid ? 'NONE' : 'INVALID_CREDENTIALS' }) }),
  }),
  newUserError: () => {
    let shown = ''
    const error = {
      setText: (text) => {
        shown = text
        return error
      },
      setDebugText: () => error,
      throwException: () => {
        throw new Error(`Shown to the user: ${shown}`)
      },
    }
    return error
  },
}

const context = createContext(globals)
// Dates of the script are of its own world, as they are at Google's.
globals.Date = runInContext('Date', context)
runInContext(code, context)

parentPort.on('message', ({ id, name, args, sheet, replies }) => {
  if (sheet !== undefined) cells = sheet.map((formula) => ({ formula, history: [] }))
  if (replies !== undefined) answers.push(...replies)
  dialogs.length = 0
  const state = () => ({ dialogs: [...dialogs], properties: Object.fromEntries(properties), cells: cells.map(({ history }) => history) })
  try {
    const spread = args.map((arg) => (arg instanceof Date ? new globals.Date(arg.getTime()) : arg))
    parentPort.postMessage({ id, value: runInContext(name, context)(...spread), ...state() })
  } catch (error) {
    parentPort.postMessage({ id, problem: error.message, ...state() })
  }
})
