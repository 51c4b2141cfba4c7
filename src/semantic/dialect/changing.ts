/**
 * SQL that gives another answer on the same rows: it reads the clock, or throws dice. The model's expressions cannot; what it trusts, and views, can.
 */

/** Calls of both engines; a name more does no harm, one less keeps an answer that should have changed. */
const calls = [
  'now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|get_current_time|get_current_timestamp|current_localtime',
  'current_localtimestamp|today|age|random|random_normal|setseed|gen_random_uuid|uuid\\w*|nextval|currval|lastval|txid_current\\w*|pg_sleep\\w*',
].join('|')
/** Words of the standard that need no parentheses. */
const words = 'current_date|current_time|current_timestamp|localtime|localtimestamp|tablesample'
const changing = new RegExp(`(?<![\\w$."])(?:(?:${calls})\\s*\\(|(?:${words})(?![\\w$"]))|'(?:now|today|tomorrow|yesterday)'`, 'i')

/** May say yes where the words stand in a text or a comment: then an answer is computed anew, and right. */
export function mayChange(sql: string): boolean {
  return changing.test(sql)
}
