/**
 * Answers that are known already: kept as long as the rows they were computed from are the rows there are, and computed once for all who ask at a time.
 * Rows go on to whoever asked while they come; beside that, no more of an answer is held than may be kept.
 *
 *   answer(question, compute)   versions as they are now -> an answer kept under them, or one that is being computed from them -> else compute, keep
 *
 * - Versions are read before an answer is computed, never after: an answer may be newer than its versions say, never older.
 * - Of a question that nobody has asked lately there is nothing to be found: it takes versions seen a moment ago, and waits for no look at the tables.
 * - Whatever goes wrong while versions are read, the question itself is asked, and its answer is not kept.
 * - Whoever waits for another's question that is turned away before it has begun asks it for themselves.
 * - Whoever takes rows at their own pace takes what is kept, and else waits for nobody and lets nobody wait.
 * - asOf of an answer is the caller's own. Answers cannot be changed.
 */
import { LRUCache } from 'lru-cache'
import { mayChange } from '../dialect/changing.ts'
import { type Result, success } from '../issues/issue.ts'
import type { SliceAnswer } from '../query/answer.ts'
import { type AskedStatement, type Bound, Identities, type Identity, keyOf } from './answer-key.ts'
import { frozen, sizeAroundRows } from './answer-size.ts'
import type { RunOptions } from './execute.ts'
import { type Compute, Flight, leavingWith } from './flight.ts'
import { liesBefore } from './horizon.ts'
import type { RowVersions, Versions, Watched } from './row-versions.ts'

export interface AnswerCacheOptions {
  /** Of all answers together; one alone takes an eighth at most. */
  readonly maxBytes: number
  readonly versions: RowVersions
  /** Milliseconds that only grow. */
  readonly now: () => number
}

type Asking = Pick<RunOptions, 'signal' | 'onRows' | 'ownPace'>

export interface AnswerCache {
  /** Without rows where the caller takes them as they come. */
  answer(question: AskedStatement, compute: Compute, asking?: Asking): Promise<Result<SliceAnswer>>
  /** Of all answers kept. */
  readonly bytes: number
  /** Of rows held because their answers may be kept once they are whole. */
  readonly arrivingBytes: number
}

interface Kept {
  readonly answer: SliceAnswer
  readonly versions: string
  readonly until: number
}

interface Computation {
  readonly flight: Flight
  readonly versions: string
  readonly bounds: readonly Bound[]
  readonly until: number
}

/** A question on its way: what it is, and the rows it is about. */
interface Asked {
  readonly question: AskedStatement
  readonly identity: Identity
  readonly watched: Watched
  readonly versions: Versions
  readonly saysNothing: (bound: Bound) => boolean
}

/** How old the versions may be that a question without a predecessor is labelled with. */
const recentMs = 1000
const shareOfOneAnswer = 8
const bytesOfKept = 200

export function createAnswerCache(options: AnswerCacheOptions): AnswerCache {
  return new Answers(options)
}

class Answers implements AnswerCache {
  readonly #versions: RowVersions
  readonly #now: () => number
  readonly #mostOfOne: number
  readonly #kept: LRUCache<string, Kept>
  readonly #identities = new Identities()
  /** By reader: statements that answer otherwise at another time. */
  readonly #changing = new WeakMap<object, boolean>()
  /** By what questions have in common that differ in their date alone. */
  readonly #computing = new Map<string, Set<Computation>>()

  constructor({ maxBytes, versions, now }: AnswerCacheOptions) {
    this.#versions = versions
    this.#now = now
    this.#mostOfOne = Math.floor(maxBytes / shareOfOneAnswer)
    this.#kept = new LRUCache({ maxSize: maxBytes })
  }

  get bytes(): number {
    return this.#kept.calculatedSize
  }

  get arrivingBytes(): number {
    let bytes = 0
    for (const computations of this.#computing.values()) for (const { flight } of computations) bytes += flight.copy.bytes
    return bytes
  }

  async answer(question: AskedStatement, compute: Compute, asking: Asking = {}): Promise<Result<SliceAnswer>> {
    const { signal } = asking
    signal?.throwIfAborted()
    const { statement } = question
    const watched = this.#isChanging(statement) ? undefined : this.#versions.of(statement.entities)
    const identity = watched && this.#identities.of(question)
    if (watched === undefined || identity === undefined) return (await compute(asking)).result
    const read = this.#read(identity, watched)
    const versions = isPromise(read) ? await leavingIfAborted(signal, read) : read
    if (versions === undefined) return (await compute(asking)).result
    const asked = { question, identity, watched, versions, saysNothing: this.#saysNothing(watched, versions) }
    const unknown = this.#unknownHorizons(asked)
    if (unknown.length > 0 && this.#computing.has(identity.loose)) await leavingIfAborted(signal, this.#learn(unknown, asked))
    const result = await this.#answerTo(asked, compute, asking)
    return result.ok ? { ok: true, value: { ...result.value, asOf: question.asOf } } : result
  }

  async #answerTo(asked: Asked, compute: Compute, { signal, onRows, ownPace = false }: Asking): Promise<Result<SliceAnswer>> {
    for (;;) {
      signal?.throwIfAborted()
      const known = this.#find(asked)
      if (known !== undefined) return onRows === undefined ? success(known) : handedOver(known, onRows)
      const others = ownPace ? undefined : this.#computationOf(asked)
      const { flight } = others ?? this.#compute(asked, compute, { isShared: !ownPace })
      const rows: SliceAnswer['rows'][number][] = []
      const collect = (batch: SliceAnswer['rows']): void => {
        for (const row of batch) rows.push(row)
      }
      const { result, hasBegun } = await flight.join(onRows ?? collect, signal)
      // Another caller's turn did not come. This caller has one of its own.
      if (!hasBegun && others !== undefined) continue
      return result.ok && onRows === undefined ? success({ ...result.value, rows: flight.copy.rows ?? rows }) : result
    }
  }

  /** Undefined, or a promise of it, when the database does not say. */
  #read(identity: Identity, watched: Watched): Versions | Promise<Versions | undefined> {
    const seen = this.#versions.lastSeen(watched, recentMs)
    if (seen !== undefined && !this.#hasTrace(identity, watched)) return seen
    const current = this.#versions.current(watched)
    return isPromise(current) ? current.catch(() => undefined) : current
  }

  /** Whether something may be found at all. Being wrong here costs time, never an old answer. */
  #hasTrace(identity: Identity, watched: Watched): boolean {
    if (this.#computing.has(identity.loose)) return true
    const versions = this.#versions.lastSeen(watched, Number.POSITIVE_INFINITY)
    const key = versions && keyOf(identity, this.#saysNothing(watched, versions))
    return key !== undefined && this.#kept.has(key)
  }

  #find({ identity, versions, saysNothing }: Asked): SliceAnswer | undefined {
    const key = keyOf(identity, saysNothing)
    const kept = key === undefined ? undefined : this.#kept.get(key)
    return kept !== undefined && kept.versions === nameOf(versions) && kept.until > this.#now() ? kept.answer : undefined
  }

  #computationOf({ identity, versions, saysNothing }: Asked): Computation | undefined {
    const name = nameOf(versions)
    const isSame = (bound: Bound, other: Bound | undefined) =>
      other !== undefined && (bound.value === other.value || (saysNothing(bound) && saysNothing(other)))
    for (const computation of this.#computing.get(identity.loose) ?? []) {
      if (computation.versions !== name || computation.until <= this.#now()) continue
      if (identity.bounds.every((bound, index) => isSame(bound, computation.bounds[index]))) return computation
    }
    return undefined
  }

  #compute(asked: Asked, compute: Compute, { isShared }: { readonly isShared: boolean }): Computation {
    const { loose, bounds } = asked.identity
    const until = this.#now() + (asked.watched.keepMs ?? Number.POSITIVE_INFINITY)
    const all = this.#computing.get(loose) ?? new Set()
    const end = (): void => {
      all.delete(computation)
      if (all.size === 0 && this.#computing.get(loose) === all) this.#computing.delete(loose)
    }
    const computation: Computation = {
      flight: new Flight(compute, { mostBytes: this.#mostOfOne, onClosed: end }),
      versions: nameOf(asked.versions),
      bounds,
      until,
    }
    if (isShared) this.#computing.set(loose, all.add(computation))
    // Until it is kept it can be found here.
    void this.#keepResult(computation, asked).finally(end)
    return computation
  }

  async #keepResult({ flight, versions, until }: Computation, asked: Asked): Promise<void> {
    const computed = await flight.result.catch(() => undefined)
    const { rows, bytes } = flight.copy
    if (computed === undefined || !computed.result.ok || flight.isAbandoned || rows === undefined) return
    const size = bytes + sizeAroundRows(computed.result.value)
    if (size > this.#mostOfOne) return
    const answer = frozen({ ...computed.result.value, rows })
    await this.#learn(this.#unknownHorizons(asked), asked)
    const key = keyOf(asked.identity, asked.saysNothing)
    if (key !== undefined) this.#kept.set(key, { answer, versions, until }, { size: size + bytesOfKept + key.length * 2 })
  }

  #saysNothing(watched: Watched, versions: Versions): (bound: Bound) => boolean {
    return ({ entity, value }) => {
      const horizon = this.#versions.horizon(entity, watched, versions)
      return horizon !== undefined && liesBefore(horizon, value)
    }
  }

  #unknownHorizons({ identity, watched, versions }: Asked): readonly string[] {
    const { bounds } = identity
    if (bounds.length === 0) return []
    return [...new Set(bounds.map(({ entity }) => entity))].filter(
      (entity) => this.#versions.horizon(entity, watched, versions) === undefined,
    )
  }

  async #learn(entities: readonly string[], { watched, versions }: Asked): Promise<void> {
    await Promise.all(entities.map((entity) => this.#versions.learnHorizon(entity, watched, versions)))
  }

  #isChanging({ text, reader }: AskedStatement['statement']): boolean {
    const known = this.#changing.get(reader)
    if (known !== undefined) return known
    const found = mayChange(text)
    this.#changing.set(reader, found)
    return found
  }
}

async function handedOver(answer: SliceAnswer, onRows: NonNullable<Asking['onRows']>): Promise<Result<SliceAnswer>> {
  if (answer.rows.length > 0) await onRows(answer.rows)
  return success({ ...answer, rows: [] })
}

function nameOf(versions: Versions): string {
  return versions.length === 1 ? (versions[0] ?? '') : versions.join(' ')
}

function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return value instanceof Promise
}

function leavingIfAborted<T>(signal: AbortSignal | undefined, promise: Promise<T>): Promise<T> {
  return signal === undefined ? promise : leavingWith(signal, promise)
}
