/** Order statistics of a few measurements. */

export function median(values: readonly number[]): number {
  const sorted = ascending(values)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** Nearest rank: the smallest value that at least `part` of the values do not exceed. */
export function quantile(values: readonly number[], part: number): number {
  return ascending(values)[Math.max(0, Math.ceil(values.length * part) - 1)] ?? Number.NaN
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b)
}
