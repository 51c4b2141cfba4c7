/** Names and texts of files as DuckDB SQL: loading runs before anybody can ask, on an instance of its own; no value of a query comes here. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
