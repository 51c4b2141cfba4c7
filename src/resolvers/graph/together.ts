/** Loads that can be one statement. */

type NotEmpty<T> = readonly [T, ...T[]]

interface Rules<A, T> {
  /** Equal for what is asked together; undefined for what has `nothing`. */
  readonly together: (asked: A) => string | undefined
  readonly nothing: T
}

/** Answers in the order asked. */
export async function loadTogether<A, T>(
  asked: readonly A[],
  { together, nothing }: Rules<A, T>,
  load: (together: NotEmpty<A>) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const groups = new Map<string, { readonly position: number; readonly each: A }[]>()
  for (const [position, each] of asked.entries()) {
    const key = together(each)
    if (key === undefined) continue
    const group = groups.get(key) ?? []
    group.push({ position, each })
    groups.set(key, group)
  }
  const answers: T[] = asked.map(() => nothing)
  await Promise.all(
    [...groups.values()].map(async (group) => {
      const [first, ...others] = group.map(({ each }) => each)
      if (first === undefined) return
      const loaded = await load([first, ...others])
      for (const [index, { position }] of group.entries()) answers[position] = loaded[index] ?? nothing
    }),
  )
  return answers
}

/** Started when it is first asked for. */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined
  return () => {
    started ??= load()
    return started
  }
}
