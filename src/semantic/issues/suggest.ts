/**
 * The nearest legal spelling of a wrong name, or nothing: a suggestion that is far off is worse than none.
 *
 *   closest('amuont', ['amount', 'state']) -> 'amount'      closest('colour', ['amount', 'state']) -> undefined
 */

/** Names are short; anything longer is not a misspelt one, and distances cost length times length. */
const longestName = 100

/**
 * Case, `_` and `-` do not count. One edit (insert, delete, replace, swap of neighbours) is allowed per three characters of the longer name.
 * Of equally near candidates the first in the given order wins.
 */
export function closest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > longestName) return undefined
  const wanted = fold(name)
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const offered = fold(candidate)
    const bound = Math.floor(Math.max(wanted.length, offered.length) / 3)
    if (Math.abs(wanted.length - offered.length) > bound) continue
    const distance = editDistance(wanted, offered)
    if (distance <= bound && distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[_\-\s]/g, '')
}

/**
 * Optimal string alignment: Levenshtein's distance with swaps of neighbours as one edit, over the last three rows of the table.
 * Source: Boytsov, "Indexing methods for approximate dictionary searching", ACM JEA 16 (2011), section 2.1.
 */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let edits = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, at(beforeLast, j - 2) + 1)
      row.push(edits)
    }
    beforeLast = last
    last = row
  }
  return at(last, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
