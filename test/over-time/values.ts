/** Answers as lists of values in the order selected, so that a test shows a table. */

/** `{ rows: [{ time: { month: 'x' }, sale: { revenue: 1 } }] }` becomes `[['x', 1]]`. */
export function rowsOf(answer: unknown): readonly (readonly unknown[])[] {
  const { rows } = answer as { readonly rows: readonly unknown[] }
  return rows.map(valuesOf)
}

export function totalsOf(answer: unknown): readonly unknown[] {
  return valuesOf((answer as { readonly totals: unknown }).totals)
}

function valuesOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesOf) : [value]
}
