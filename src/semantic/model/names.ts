/** What a name may be: legal in SQL, and the same for everyone once it is `orderPlaced` or `ORDER_PLACED` in GraphQL. */

/** `true`, `false` and `null` are words of YAML and SQL. Double underscores are lost in camel case, and `__` begins names of GraphQL itself. */
export const namePattern = /^(?!.*__)(?!(?:true|false|null)$)[a-z][a-z0-9_]{0,49}$/

export function isLegalName(text: string): boolean {
  return namePattern.test(text)
}

/** `Order Date` -> `order_date`, `grossAmount` -> `gross_amount`, `2024` -> `n_2024`. */
export function legalName(text: string): string {
  const words = text
    .slice(0, 200)
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  const name = /^[a-z]/.test(words) ? words : `n_${words}`
  const short = name.slice(0, 50).replace(/_+$/, '')
  return isLegalName(short) ? short : `${short}_value`
}
