/**
 * Tessera as a community connector of Looker Studio: fields from a saved query or a query of one's own, rows as it answers them. README.md beside this
 * file says how to publish and use it.
 *
 * Looker Studio asks for some of the fields, and puts rows together itself where a chart leaves some dimensions out. Sums may be added up that way;
 * averages, ratios and counts of customers who stand in several groups may not. What may not is refused, in words that say what to do.
 */

/**
 * @typedef {{ readonly url: string, readonly token: string }} Connection
 * @typedef {{ readonly name: string, readonly type: string }} Variable
 * @typedef {{ readonly path: string, readonly type: string }} TypedPath
 * @typedef {{ readonly name: string, readonly description: string, readonly table: boolean, readonly variables: readonly Variable[], readonly columns: readonly TypedPath[] | null }} SavedQuery
 * @typedef {'SUM' | 'MIN' | 'MAX' | null} Reaggregation How groups may be put together; null: not at all.
 * @typedef {object} Column
 * @property {string} path Where it stands in a row: `orderPlaced.monetary`.
 * @property {string} title
 * @property {string} description
 * @property {string} type STRING, INTEGER, BIGINT, DECIMAL, FLOAT, BOOLEAN, DATE, TIMESTAMP.
 * @property {boolean} isMetric
 * @property {boolean} isGroup What the rows are grouped by. A measure that is a date or a text is neither metric nor group.
 * @property {Reaggregation} reaggregation
 * @property {string} [granularity] Of a time: MONTH, HOUR.
 * @property {string} [unit] EUR, percent.
 * @property {1 | 100} [percentOf] Of a percentage: 0.125 or 12.5 is 12.5 %.
 * @typedef {Object<string, string | undefined>} Config `query`, `text`, `variables`, and `variable_<name>`.
 * @typedef {{ readonly name: string, readonly forFilterOnly?: boolean }} RequestedField
 * @typedef {{ readonly fieldName: string, readonly values: readonly string[], readonly type: string, readonly operator: string }} Filter
 * @typedef {object} DataRequest
 * @property {Config} [configParams]
 * @property {readonly RequestedField[]} [fields]
 * @property {{ readonly startDate: string, readonly endDate: string }} [dateRange]
 * @property {readonly (readonly Filter[])[]} [dimensionsFilters]
 */

const ownQuery = '(own query)'
const secondsKept = 600
const charactersOfUrl = 2_000
const rowsOfLookerStudio = 1_000_000

/** Beside what the server itself says. */
const advice = new Map([
  ['UNAUTHENTICATED', 'Edit the connection of the data source and give a new token.'],
  ['TIMEOUT', 'Choose a shorter date range, or ask for fewer groups.'],
  ['UNKNOWN_QUERY', 'Edit the connection of the data source and choose a query that is there.'],
])

const connector = DataStudioApp.createCommunityConnector()

/* Who asks */

/**
 * The address belongs to the credentials, so that nobody who edits a data source can have the token of another sent elsewhere.
 * `PATH_KEY` is not in Google's types yet; as plain JSON it is the same answer.
 */
function getAuthType() {
  return { type: 'PATH_KEY', helpUrl: 'https://developers.google.com/looker-studio/connector/auth' }
}

/** @param {{ readonly pathKey: { readonly path: string, readonly key: string } }} request */
function setCredentials({ pathKey }) {
  const connection = { url: pathKey.path.trim().replace(/\/+$/, ''), token: pathKey.key.trim() }
  const isValid = /^https:\/\/[^/]/.test(connection.url) && ask('/q', connection).status === 200
  if (isValid) PropertiesService.getUserProperties().setProperties({ TESSERA_URL: connection.url, TESSERA_TOKEN: connection.token })
  return connector.newSetCredentialsResponse().setIsValid(isValid).build()
}

/** A server that is away does not make a token wrong. */
function isAuthValid() {
  const connection = keptConnection()
  return connection !== undefined && ![401, 403].includes(ask('/q', connection).status)
}

function resetAuth() {
  for (const name of ['TESSERA_URL', 'TESSERA_TOKEN']) PropertiesService.getUserProperties().deleteProperty(name)
}

/** Nobody sees more of an error than users do. */
function isAdminUser() {
  return false
}

/** @return {Connection | undefined} */
function keptConnection() {
  const properties = PropertiesService.getUserProperties()
  const [url, token] = [properties.getProperty('TESSERA_URL'), properties.getProperty('TESSERA_TOKEN')]
  return url && token ? { url, token } : undefined
}

/* What is asked */

/** In steps: which query, then its variables. @param {{ readonly configParams?: Config }} request */
function getConfig({ configParams = {} }) {
  const config = connector.getConfig()
  const queries = savedQueries()
  const choice = config.newSelectSingle().setId('query').setName('Saved query').setIsDynamic(true)
  choice.setHelpText('What is asked of Tessera. Its columns become the fields.')
  for (const { name, description } of queries.filter(({ table }) => table)) {
    choice.addOption(
      config
        .newOptionBuilder()
        .setLabel(description === '' ? name : `${name}: ${description}`)
        .setValue(name),
    )
  }
  choice.addOption(config.newOptionBuilder().setLabel('A query of my own').setValue(ownQuery))
  const { query } = configParams
  if (query === undefined) return config.setIsSteppedConfig(true).build()
  if (query === ownQuery) return configOfOwnQuery(config, configParams)
  const { variables } = savedQuery(query)
  for (const variable of variables.filter(({ name }) => !isDateRange(variables, name))) {
    config
      .newTextInput()
      .setId(`variable_${variable.name}`)
      .setName(variable.name)
      .setHelpText(`${variable.type}. Empty: as the query has it.${isList(variable) ? ' Several values are separated by commas.' : ''}`)
      .setAllowOverride(true)
  }
  return config.setDateRangeRequired(isDateRange(variables, 'from')).build()
}

/**
 * @param {GoogleAppsScript.Data_Studio.Config} config
 * @param {Config} given
 */
function configOfOwnQuery(config, { text }) {
  config
    .newTextArea()
    .setId('text')
    .setName('Query')
    .setHelpText(
      'GraphQL with one slice: rows { ... } columns { path title kind type unit format additive overlapping description } hasMore',
    )
  config
    .newTextArea()
    .setId('variables')
    .setName('Variables')
    .setHelpText('As JSON, such as {"states": ["TX"]}. May be empty.')
    .setAllowOverride(true)
  if (text === undefined) return config.setIsSteppedConfig(true).build()
  return config.setDateRangeRequired(isDateRange(variablesIn(text), 'from')).build()
}

/** Whether the report's date range is this variable: `from` and `to`, where a query has both. @param {readonly Variable[]} variables @param {string} name */
function isDateRange(variables, name) {
  return ['from', 'to'].includes(name) && ['from', 'to'].every((bound) => variables.some((variable) => variable.name === bound))
}

/** @param {Variable} variable */
function isList({ type }) {
  return type.startsWith('[')
}

/** @param {string} text @return {readonly Variable[]} */
function variablesIn(text) {
  return [...text.matchAll(/\$(\w+)\s*:\s*([\w![\]]+)/g)].map(([, name, type]) => ({ name, type }))
}

/* Fields */

/** Looker Studio does not say a date range here, and any will do. */
const anyDay = { startDate: '2000-01-01', endDate: '2000-01-01' }

/** @param {DataRequest} request */
function getSchema({ configParams = {} }) {
  const columns =
    configParams.query === ownQuery ? askOwnQuery(configParams, anyDay).columns : columnsOfSavedQuery(configParams.query ?? '')
  return connector.newGetSchemaResponse().setFields(fieldsOf(columns)).build()
}

/** @param {readonly Column[]} columns */
function fieldsOf(columns) {
  if (new Set(columns.map(idOf)).size < columns.length) fail('Two columns of the query have one name here: an alias in it has to change.')
  const fields = connector.getFields()
  for (const column of columns) {
    const field = (column.isMetric ? fields.newMetric() : fields.newDimension())
      .setId(idOf(column))
      .setName(nameOf(column, columns))
      .setDescription(column.description)
      .setType(fieldType(column))
    if (column.isMetric) {
      const { AggregationType } = connector
      field.setIsReaggregatable(column.reaggregation !== null).setAggregation(AggregationType[column.reaggregation ?? 'AUTO'])
    }
  }
  return fields
}

/** Google takes letters, digits and underscores. @param {Column} column */
function idOf({ path }) {
  return path.replaceAll('.', '_')
}

/** Two members may have one title; then the name says whose. @param {Column} column @param {readonly Column[]} columns */
function nameOf({ path, title }, columns) {
  return columns.filter((other) => other.title === title).length === 1 ? title : `${title} (${path})`
}

/** @param {Column} column @return {GoogleAppsScript.Data_Studio.FieldType} */
function fieldType({ type, granularity, unit, percentOf }) {
  const { FieldType } = connector
  switch (type) {
    case 'STRING':
      return FieldType.TEXT
    case 'BOOLEAN':
      return FieldType.BOOLEAN
    case 'DATE':
      if (granularity === 'YEAR') return FieldType.YEAR
      return granularity === 'MONTH' ? FieldType.YEAR_MONTH : FieldType.YEAR_MONTH_DAY
    case 'TIMESTAMP':
      return granularity === 'HOUR' ? FieldType.YEAR_MONTH_DAY_HOUR : FieldType.YEAR_MONTH_DAY_SECOND
  }
  if (percentOf !== undefined) return FieldType.PERCENT
  // A unit may be anything; Google knows some currencies.
  const currency = /** @type {keyof typeof FieldType} */ (`CURRENCY_${unit}`)
  return FieldType[currency] ?? FieldType.NUMBER
}

/* Rows */

/** @param {DataRequest} request */
function getData({ configParams = {}, fields = [], dateRange, dimensionsFilters = [] }) {
  const { columns, rows } =
    configParams.query === ownQuery
      ? askOwnQuery(configParams, dateRange)
      : askSavedQuery(configParams.query ?? '', configParams, dateRange)
  const asked = fields.map(
    ({ name }) =>
      columns.find((column) => idOf(column) === name) ?? fail(`There is no field ${name} any more. Refresh the fields of the data source.`),
  )
  if (rows.length > 1) refuseLostGroups(columns, asked, { fields, dimensionsFilters })
  if (rows.length > rowsOfLookerStudio)
    fail(`${rows.length} rows are more than the 1,000,000 that Looker Studio takes. Ask for fewer groups.`)
  return {
    schema: fieldsOf(columns).forIds(asked.map(idOf)).build(),
    rows: rows.map((/** @type {Object<string, *>} */ row) => ({ values: asked.map((column) => cellOf(row[column.path], column)) })),
    // Looker Studio filters the rows itself.
    filtersApplied: false,
  }
}

/**
 * Charts that leave a dimension of the query out have Looker Studio put rows together. Metrics that cannot be put together are refused then.
 *
 * @param {readonly Column[]} columns
 * @param {readonly Column[]} asked
 * @param {{ readonly fields: readonly RequestedField[], readonly dimensionsFilters: readonly (readonly Filter[])[] }} request
 */
function refuseLostGroups(columns, asked, { fields, dimensionsFilters }) {
  const shown = new Set(fields.filter(({ forFilterOnly }) => !forFilterOnly).map(({ name }) => name))
  const isFixed = (/** @type {Column} */ column) =>
    dimensionsFilters.some(
      ([filter, ...others]) =>
        others.length === 0 &&
        filter.fieldName === idOf(column) &&
        filter.type === 'INCLUDE' &&
        ['EQUALS', 'IN_LIST'].includes(filter.operator) &&
        filter.values.length === 1,
    )
  const lost = columns.filter((column) => column.isGroup && !shown.has(idOf(column)) && !isFixed(column))
  const metrics = asked.filter(({ isMetric, reaggregation }) => isMetric && reaggregation === null)
  if (lost.length === 0 || metrics.length === 0) return
  const names = (/** @type {readonly Column[]} */ list) => list.map((column) => nameOf(column, columns)).join(', ')
  fail(
    `${names(metrics)} cannot be added up over ${names(lost)}. Put ${lost.length === 1 ? 'that field' : 'those fields'} in the chart, or connect a query without ${lost.length === 1 ? 'it' : 'them'}.`,
  )
}

/** @param {*} value As it stands in the JSON. @param {Column} column @return {string | number | boolean | null} */
function cellOf(value, { type, granularity, percentOf }) {
  if (value === null || value === undefined) return null
  // Looker Studio counts percentages of 1.
  if (percentOf === 100) return Number(value) / 100
  if (type === 'DATE') return value.replaceAll('-', '').slice(0, granularity === 'YEAR' ? 4 : granularity === 'MONTH' ? 6 : 8)
  // The clock of the question's time zone, as the server wrote it.
  if (type === 'TIMESTAMP')
    return value
      .slice(0, 19)
      .replace(/\D/g, '')
      .slice(0, granularity === 'HOUR' ? 10 : 14)
  return value
}

/* The server */

/** @return {readonly SavedQuery[]} */
function savedQueries() {
  return answerOf('/q').queries
}

/** @param {string} name */
function savedQuery(name) {
  return (
    savedQueries().find((query) => query.name === name) ??
    fail(`There is no saved query ${name} any more. Edit the connection and choose another.`)
  )
}

/**
 * @param {string} name
 * @param {Config} config
 * @param {DataRequest['dateRange']} dateRange
 */
function askSavedQuery(name, config, dateRange) {
  const { variables } = savedQuery(name)
  const parts = variables.flatMap((variable) => {
    const text = isDateRange(variables, variable.name) ? dateOf(variable, dateRange) : config[`variable_${variable.name}`]?.trim()
    if (text === undefined || text === '') return []
    const values = isList(variable) ? text.split(',').map((value) => value.trim()) : [text]
    return values.map((value) => `${encodeURIComponent(variable.name)}=${encodeURIComponent(value)}`)
  })
  const rows = answerOf(`/q/${encodeURIComponent(name)}.json${parts.length === 0 ? '' : `?${parts.join('&')}`}`)
  return { columns: columnsOfSavedQuery(name), rows }
}

/** @param {Variable} variable @param {DataRequest['dateRange']} dateRange */
function dateOf({ name }, dateRange) {
  return name === 'from' ? dateRange?.startDate : dateRange?.endDate
}

/** What the catalog says of the columns of a saved query, kept for a while. @param {string} name @return {readonly Column[]} */
function columnsOfSavedQuery(name) {
  const cache = CacheService.getUserCache()
  const key = `columns of ${name} at ${connectionOrFail().url}`.slice(0, 250)
  const kept = cache.get(key)
  if (kept) return JSON.parse(kept)
  const { columns, table } = savedQuery(name)
  if (!table || !columns) fail(`The saved query ${name} is no table. Choose another.`)
  const described = describe(columns ?? [])
  const text = JSON.stringify(described)
  if (text.length < 90_000) cache.put(key, text, secondsKept)
  return described
}

const catalogQuery = `{
  catalog {
    time { path title granularity }
    entities {
      field
      dimensions { path title description semanticType unit buckets { path title granularity } }
      measures { path title description semanticType unit enumValue reaggregation }
    }
  }
}`

/**
 * Columns with what the catalog knows of the members of those paths. Where a row may stand in several groups, sums of groups are no sums.
 * A path that the catalog does not know (an alias, a row of an entity) is a dimension, or a number that is never put together.
 *
 * @param {readonly TypedPath[]} paths
 * @return {readonly Column[]}
 */
function describe(paths) {
  const catalog = readCatalog(catalogQuery)
  const dimensions = new Map()
  const measures = new Map()
  for (const bucket of catalog?.time ?? []) dimensions.set(bucket.path, bucket)
  for (const { field, dimensions: ofEntity, measures: own } of catalog?.entities ?? []) {
    for (const dimension of ofEntity) {
      dimensions.set(dimension.path, dimension)
      for (const bucket of dimension.buckets) dimensions.set(bucket.path, { ...bucket, description: dimension.description })
    }
    for (const measure of own) measures.set(measure.path, { ...measure, ref: `{ ${field}: ${measure.enumValue} }` })
  }
  const refs = paths.flatMap(({ path }) => (measures.has(path) ? [measures.get(path).ref] : []))
  const summable = addsUpOver(refs)
  const addsUp = paths.every(({ path }) => measures.has(path) || summable.has(withoutBucket(path, dimensions)))
  return paths.map(({ path, type: written }) => {
    const type = written.toUpperCase()
    const member = measures.get(path) ?? dimensions.get(path) ?? {}
    const isMetric = isNumber(type) && !dimensions.has(path)
    return {
      path,
      title: member.title ?? path,
      description: member.description ?? '',
      type,
      isMetric,
      isGroup: !isMetric && !measures.has(path),
      reaggregation: member.reaggregation === 'SUM' && !addsUp ? null : (member.reaggregation ?? null),
      ...(member.granularity && { granularity: member.granularity }),
      ...(member.unit && { unit: member.unit }),
      ...(member.semanticType === 'PERCENT' && { percentOf: percentOf(member.unit) }),
    }
  })
}

/** @param {string} type */
function isNumber(type) {
  return ['INTEGER', 'BIGINT', 'DECIMAL', 'FLOAT'].includes(type)
}

/** As the catalog decides it. @param {string | null} unit @param {string | null} format */
function isPercent(unit, format) {
  return unit === 'percent' || unit === '%' || format === 'percent' || format?.endsWith('%') === true
}

/** @param {string | null | undefined} unit @return {1 | 100} */
function percentOf(unit) {
  return unit === 'percent' || unit === '%' ? 100 : 1
}

/** Paths of the dimensions over which groups of all these measures add up. @param {readonly string[]} refs */
function addsUpOver(refs) {
  if (refs.length === 0) return new Set()
  const catalog = readCatalog(`{ catalog { dimensionsFor(measures: [${refs.join(', ')}]) { path overlapping } } }`)
  /** @type {readonly { readonly path: string, readonly overlapping: boolean }[]} */
  const found = catalog?.dimensionsFor ?? []
  return new Set(found.filter(({ overlapping }) => !overlapping).map(({ path }) => path))
}

/**
 * The dimension that a bucket is of: `orderPlaced.activityTs` for `orderPlaced.activityTsMonth`, `time` for `time.month`.
 *
 * @param {string} path
 * @param {Map<string, *>} dimensions
 */
function withoutBucket(path, dimensions) {
  if (path.startsWith('time.')) return 'time'
  const owner = [...dimensions.values()].find(({ buckets = [] }) =>
    buckets.some((/** @type {{ readonly path: string }} */ bucket) => bucket.path === path),
  )
  return owner?.path ?? path
}

/** Undefined where the server answers known documents alone: then nothing is known of the columns but their types. @param {string} query */
function readCatalog(query) {
  const { status, answer } = ask('/graphql', connectionOrFail(), { query })
  if (status === 403 && codeOf(answer) === 'UNTRUSTED_DOCUMENT') return undefined
  return dataOf(status, answer).catalog
}

/**
 * @param {Config} config
 * @param {DataRequest['dateRange']} dateRange
 * @return {{ readonly columns: readonly Column[], readonly rows: readonly Object<string, *>[] }}
 */
function askOwnQuery({ text = '', variables = '' }, dateRange) {
  const declared = variablesIn(text)
  const given = variables.trim() === '' ? {} : (parseJson(variables) ?? fail('The variables are no JSON. An example: {"states": ["TX"]}'))
  const dates = isDateRange(declared, 'from') && dateRange ? { from: dateRange.startDate, to: dateRange.endDate } : {}
  const { status, answer } = ask('/graphql', connectionOrFail(), { query: text, variables: { ...given, ...dates } })
  const [table, ...others] = Object.values(dataOf(status, answer))
  if (others.length > 0 || !Array.isArray(table?.rows)) fail('The query is no table. It has one slice, with `rows`.')
  if (!Array.isArray(table.columns) || table.hasMore === undefined) {
    fail('Beside `rows` the query needs `columns { path title kind type unit format additive overlapping description }` and `hasMore`.')
  }
  if (table.hasMore)
    fail(`The query answers ${table.rows.length} rows, and there are more. Give the slice a larger \`limit\`, or ask for fewer groups.`)
  return { columns: columnsOfSlice(table.columns), rows: table.rows.map((/** @type {*} */ row) => flat(row, table.columns)) }
}

/**
 * `columns` of a slice. Where a row may stand in several groups of one of the dimensions, sums of groups are no sums.
 *
 * @param {readonly *[]} columns
 * @return {readonly Column[]}
 */
function columnsOfSlice(columns) {
  const addsUp = columns.every(({ overlapping }) => overlapping === false)
  return columns.map(({ path, title, description, kind, type, unit, format, additive }) => ({
    path,
    title: title ?? path,
    description: description ?? '',
    type,
    isMetric: kind === 'MEASURE' && isNumber(type),
    isGroup: kind !== 'MEASURE',
    reaggregation: kind === 'MEASURE' && additive && addsUp ? 'SUM' : null,
    ...(unit && { unit }),
    ...(isPercent(unit, format) && { percentOf: percentOf(unit) }),
  }))
}

/** @param {*} row @param {readonly TypedPath[]} columns */
function flat(row, columns) {
  return Object.fromEntries(columns.map(({ path }) => [path, path.split('.').reduce((value, field) => value?.[field] ?? null, row)]))
}

/** @return {Connection} */
function connectionOrFail() {
  return keptConnection() ?? fail('Where is Tessera? Edit the connection of the data source and give the address and a token.')
}

/** @param {string} path @return {*} */
function answerOf(path) {
  const { status, answer } = ask(path, connectionOrFail())
  if (status !== 200 || answer === undefined) fail(refusal(status, answer))
  return answer
}

/** The data of a GraphQL answer; one with an error is no answer. @param {number} status @param {*} answer */
function dataOf(status, answer) {
  if (status !== 200 || !answer?.data || answer.errors) fail(refusal(status, answer))
  return answer.data
}

/**
 * POST with a body, GET without. Status 0: the server was not reached.
 *
 * @param {string} path
 * @param {Connection} connection
 * @param {object} [body]
 * @return {{ readonly status: number, readonly answer: * }}
 */
function ask(path, { url, token }, body) {
  if (url.length + path.length > charactersOfUrl) fail('The variables are too long for an address of 2,000 characters. Give fewer values.')
  /** @type {GoogleAppsScript.URL_Fetch.URLFetchRequestOptions} */
  const options = {
    headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
    muteHttpExceptions: true,
    // The token is for this address alone.
    followRedirects: false,
    ...(body && { method: 'post', contentType: 'application/json', payload: JSON.stringify(body) }),
  }
  try {
    const response = UrlFetchApp.fetch(`${url}${path}`, options)
    return { status: response.getResponseCode(), answer: parseJson(response.getContentText('UTF-8')) }
  } catch (error) {
    return {
      status: 0,
      answer: { errors: [{ message: `The server could not be asked: ${error instanceof Error ? error.message : error}` }] },
    }
  }
}

/** @param {*} answer */
function codeOf(answer) {
  return answer?.errors?.[0]?.extensions?.code
}

/** @param {number} status @param {*} answer */
function refusal(status, answer) {
  const code = codeOf(answer) ?? (status === 0 ? 'NOT_REACHED' : `HTTP_${status}`)
  const message =
    answer?.errors?.[0]?.message ?? `The server answered with HTTP status ${status}, and not as Tessera does. Check the address.`
  return [`${message} (${code})`, advice.get(code)].filter(Boolean).join(' ')
}

/** @param {string} text @return {*} */
function parseJson(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Shows a sentence in the report, in place of the chart. @param {string} text @return {never} */
function fail(text) {
  return connector.newUserError().setText(text).setDebugText(text).throwException()
}
