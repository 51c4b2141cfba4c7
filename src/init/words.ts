/**
 * What names of tables and columns say in English and, where the word is common, in German. Everything that is concluded from a name is a guess, and
 * is marked as one.
 */
import { legalName } from '../semantic/model/names.ts'

/** The words of a name, as names of models have them: `OrderDate` is `order_date`. */
export function wordsOf(name: string): string {
  return legalName(name)
}

/** One spelling for many and one. */
const unchanged = ['series', 'species', 'news', 'goods', 'media', 'analytics', 'statistics', 'logistics', 'details']

/** Where it is plain: `order_items` -> `order_item`, `categories` -> `category`; else the name as it is. */
export function singular(name: string): string {
  const [, before = '', last = ''] = /^(.*_)?([^_]+)$/.exec(name) ?? []
  if (unchanged.includes(last) || last.length < 4 || /(ss|us|is|ics)$/.test(last)) return name
  if (/[^aeiou]ies$/.test(last))
    return /^(movies|cookies|calories|zombies|selfies)$/.test(last) ? before + last.slice(0, -1) : `${before}${last.slice(0, -3)}y`
  if (/(sses|xes|tches|rches|nches|shes|tuses)$/.test(last)) return before + last.slice(0, -2)
  return last.endsWith('s') ? before + last.slice(0, -1) : name
}

export function plural(name: string): string {
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`
  return /(s|x|z|ch|sh)$/.test(name) ? `${name}es` : `${name}s`
}

const keyEnding = '(id|key|code|no|nr|num|number|nummer|uuid|guid|sku)'

/** `customer_id` is the key of a `customer`; undefined for names that are none of a key. */
export function stemOfKey(column: string): string | undefined {
  return new RegExp(`^(.+?)_?${keyEnding}$`).exec(wordsOf(column))?.[1]?.replace(/_$/, '')
}

export function isKeyName(column: string): boolean {
  return (
    new RegExp(`(^|_)${keyEnding}$|[a-z]id$`).test(wordsOf(column)) &&
    !/(paid|valid|void|grid|bid|mid|said|humid|fluid|liquid|android|covid|rapid|solid|acid|aid|avoid|hybrid|madrid|orchid|kid|lid)$/.test(
      wordsOf(column),
    )
  )
}

/** What names or places something, whatever it is written with. */
export function isLabel(column: string): boolean {
  return (
    isKeyName(column) ||
    /(^|_)(zip|zipcode|postcode|postal|plz|phone|tel|telephone|fax|mobile|lat|latitude|lng|lon|long|longitude|isbn|ean|gtin|sku|version|index|idx|position|pos|rank|order|sort|seq|sequence|line|level|type|status|flag|pin|account|iban|vat|ssn|is|has|class|group|category)$/.test(
      wordsOf(column),
    )
  )
}

/** Numbers whose sum says nothing: labels, yes and no, and times as numbers: 2024, 20240105, seconds since 1970. */
export function isCode(column: string): boolean {
  const name = wordsOf(column)
  return (
    isLabel(column) ||
    /(^|_)(year|month|day|week|weekday|quarter|hour|minute|second|jahr|monat|tag|woche|date|datum|at|timestamp|ts|epoch|dob)$/.test(name) ||
    /^(is|has|year|jahr|birth|geburts)_/.test(name) ||
    momentRank(column, '') !== undefined
  )
}

/** Numbers with a mean and without a sum. */
export function isRate(column: string): boolean {
  return /^age_|(^|_)(age|alter|rate|ratio|percent|percentage|pct|share|score|rating|temperature|unit_price|price_per_unit|list_price|einzelpreis|average|avg|mean|median|height|weight|distance_per.*|exchange_rate)$/.test(
    wordsOf(column),
  )
}

/** How many pieces a row is about. */
export function isQuantity(column: string): boolean {
  return /(^|_)(quantity|qty|pieces|units|menge|anzahl|stueck|stuck|stuckzahl|stueckzahl)$/.test(wordsOf(column))
}

/** Of one piece, where a quantity stands beside it. */
export function isPrice(column: string): boolean {
  const name = wordsOf(column)
  return /(^|_)(price|preis|cost|kosten)(_|$)/.test(name) && !/(^|_)(total|gesamt|line|order|sum|summe|extended|ext)(_|$)/.test(name)
}

/** Rows with a price each, which nobody pays all together. */
export function isOffer(entity: string): boolean {
  return (
    /(^|_)(product|produkt|produkte|article|artikel|variant|plan|tariff|tarif|tarife)$/.test(entity) &&
    !/^(order|invoice|cart|line)_/.test(entity)
  )
}

const amounts = [
  /^(amount|total|revenue|betrag|umsatz|monetary)$/,
  /(^|_)(total|revenue|umsatz)(_|$)/,
  /(^|_)(amount|betrag)(_|$)/,
  /(^|_)(sales|turnover|order_value|value|gross|net|paid|sum|summe|spend|spent)(_|$)/,
  /(^|_)(price|preis|cost|fee|charge)(_|$)/,
]

/** Smaller is surer; undefined for what is no amount of money. */
export function amountRank(column: string): number | undefined {
  const name = wordsOf(column)
  const rank = amounts.findIndex((pattern) => pattern.test(name))
  return rank === -1 || isCode(column) || isRate(column) || /(^|_)(tax|vat|discount|shipping|rabatt|steuer)(_|$)/.test(name)
    ? undefined
    : rank
}

const moments = [
  /^(occurred_at|happened_at|event_time|event_date|event_timestamp|event_ts|activity_ts|timestamp|ts)$/,
  /^(order|purchase|transaction|invoice|sale|sales|booking|payment|visit|activity|session|bestell|kauf|rechnungs)_?(date|datum|time|timestamp|ts|at|on)$/,
  /^(ordered|purchased|bought|sold|paid|booked|invoiced|placed|visited|sent|opened|clicked|received|shipped|submitted|started|registered|signed_up|joined)_(at|on)$/,
  /^(date|datum|day|time|zeit|zeitpunkt)$/,
  /^(created|created_at|created_on|create_date|creation_date|created_date|date_created|createdat|inserted_at|erstellt_am|angelegt_am)$/,
  /^(signup|sign_up|registration|join|start|begin)_(date|time|at)$/,
]

/** Times that are no moment at which a row began to exist. */
export function isOtherTime(column: string): boolean {
  return /(^|_)(birth|birthday|birthdate|birth_date|dob|geburtsdatum|updated|modified|changed|deleted|expires|expiry|expiration|expired|due|until|end|ended|valid|renewal|planned|scheduled|expected|target|next)(_|$)|born/.test(
    wordsOf(column),
  )
}

/** Smaller is surer. */
export function momentRank(column: string, entity: string): number | undefined {
  const name = wordsOf(column)
  if (isOtherTime(column)) return undefined
  if ([`${entity}_date`, `${entity}_at`, `${entity}_time`, `${entity}_ts`, `${entity}_timestamp`].includes(name)) return 0
  const rank = moments.findIndex((pattern) => pattern.test(name))
  return rank === -1 ? undefined : rank
}

export function isPersonal(column: string): boolean {
  return /(^|_)(e_?mail|email_address|mail_address|phone|mobile|telephone|telefon|fax|first_name|last_name|firstname|lastname|vorname|nachname|surname|full_name|street|strasse|address|adresse|iban|birth_?date|birthday|date_of_birth|dob|geburtsdatum|ssn|ip|ip_address|passport)(_|$)/.test(
    wordsOf(column),
  )
}

/** Somebody who buys, visits, subscribes. */
export function isCustomerLike(entity: string): boolean {
  return /(^|_)(customer|client|user|account|member|contact|person|patient|subscriber|buyer|shopper|guest|visitor|household|kunde|kunden|donor|player|company)$/.test(
    entity,
  )
}
