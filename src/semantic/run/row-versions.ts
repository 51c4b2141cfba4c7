/**
 * Which version of its rows each entity is at: read before an answer is computed and kept with it, and held against the version there is when the
 * answer is wanted again.
 *
 *   the data was loaded   the number of the load; nobody writes in between
 *   `version`             a number that grows whenever the declared aggregates have other values than at the look before
 *   `keep_for`            always the same, and the answer has an end
 *   nothing               no answer can be kept
 *
 * A version that was read too early is harmless: the answer is newer than it says, and computed anew once too often. One read too late would let
 * an old answer pass for a new one, so nobody shares a look that began before they asked.
 */
import type { CompiledQuery } from 'kysely'
import type { Entity } from '../catalog/catalog.ts'
import { InternalError } from '../issues/issue.ts'
import { comparable, endless, type Horizon, noTimes } from './horizon.ts'
import { sharedCheck } from './shared-check.ts'
import { latestStatement, type TableQuestions, versionStatement } from './version-statements.ts'

export interface RowVersionOptions extends TableQuestions {
  /** The version of everything there is, where the database itself knows. */
  readonly dataVersion?: () => string | undefined
  /** Milliseconds that only grow. */
  readonly now: () => number
}

/** Where the versions of some entities' rows come from, each once. */
export interface Watched {
  readonly watches: readonly Watch[]
  /** An answer may be this old, in milliseconds; absent: as long as the versions stay. */
  readonly keepMs?: number
}

/** One version a watch, in its order. */
export type Versions = readonly string[]

interface Watch {
  /** Read after it was asked for; without a promise where nothing has to be asked. */
  current(): string | Promise<string>
  /** As it was seen last, if that is not longer ago than this. */
  lastSeen(withinMs: number): string | undefined
  readonly keepMs?: number
}

interface KnownHorizon {
  readonly version: string
  readonly until: number
  readonly horizon: Horizon
}

export class RowVersions {
  readonly #options: RowVersionOptions
  readonly #watches = new Map<string, Watch | undefined>()
  /** By statement: activities of one stream are watched together. */
  readonly #byStatement = new Map<string, Watch>()
  readonly #loaded: Watch
  readonly #horizons = new Map<string, KnownHorizon>()
  readonly #askedHorizons = new Map<string, Promise<void>>()
  readonly #latest = new Map<string, CompiledQuery | undefined>()
  /** Counts the versions seen of all watches: no two have one number. */
  #seen = 0

  constructor(options: RowVersionOptions) {
    this.#options = options
    const version = () => `loaded ${options.dataVersion?.()}`
    this.#loaded = { current: version, lastSeen: version }
  }

  /** Undefined: of some of these entities nobody can tell whether their rows have changed. */
  of(entities: readonly string[]): Watched | undefined {
    if (this.#options.dataVersion?.() !== undefined) return { watches: [this.#loaded] }
    const watches = new Set<Watch>()
    for (const name of entities) {
      const watch = this.#watchOf(name)
      if (watch === undefined) return undefined
      watches.add(watch)
    }
    const limits = [...watches].flatMap(({ keepMs }) => keepMs ?? [])
    return { watches: [...watches], ...(limits.length > 0 && { keepMs: Math.min(...limits) }) }
  }

  /** Of rows as they are after the call. A promise only where a database is asked; it fails as the database does. */
  current({ watches }: Watched): Versions | Promise<Versions> {
    const versions = watches.map((watch) => watch.current())
    return versions.every((version) => typeof version === 'string') ? versions : Promise.all(versions)
  }

  lastSeen({ watches }: Watched, withinMs: number): Versions | undefined {
    const versions = watches.map((watch) => watch.lastSeen(withinMs))
    return versions.every((version) => version !== undefined) ? versions : undefined
  }

  /** How late the latest row of an entity is; undefined while nobody has asked at this version. */
  horizon(entity: string, watched: Watched, versions: Versions): Horizon | undefined {
    const known = this.#horizons.get(entity)
    return known?.version === this.#versionOf(entity, watched, versions) && known.until > this.#options.now() ? known.horizon : undefined
  }

  /** Finds out what `horizon` will say. Where it cannot, a row may be as late as any. */
  learnHorizon(entity: string, watched: Watched, versions: Versions): Promise<void> {
    const version = this.#versionOf(entity, watched, versions)
    const key = `${entity} ${version}`
    const asked = this.#askedHorizons.get(key)
    if (asked !== undefined) return asked
    const until = this.#options.now() + (watched.keepMs ?? Number.POSITIVE_INFINITY)
    const learning = this.#askHorizon(entity)
      .catch((): Horizon => endless)
      .then((horizon) => {
        this.#askedHorizons.delete(key)
        this.#horizons.set(entity, { version, until, horizon })
      })
    this.#askedHorizons.set(key, learning)
    return learning
  }

  /** The part of the versions that is this entity's. */
  #versionOf(entity: string, { watches }: Watched, versions: Versions): string {
    const watch = watches[0] === this.#loaded ? this.#loaded : this.#watchOf(entity)
    return watch === undefined ? 'unknown' : (versions[watches.indexOf(watch)] ?? 'unknown')
  }

  async #askHorizon(name: string): Promise<Horizon> {
    if (!this.#latest.has(name)) this.#latest.set(name, latestStatement(this.#entity(name), this.#options))
    const statement = this.#latest.get(name)
    if (statement === undefined) return endless
    const [row] = await this.#rows(statement)
    if (row === undefined) throw new InternalError('An aggregate answered no row')
    return row.latest === null ? noTimes : (comparable(row.latest) ?? endless)
  }

  #watchOf(name: string): Watch | undefined {
    if (!this.#watches.has(name)) this.#watches.set(name, this.#createWatch(this.#entity(name)))
    return this.#watches.get(name)
  }

  #createWatch(entity: Entity): Watch | undefined {
    const { freshness } = entity
    if (freshness === undefined) return undefined
    if (freshness.kind === 'keep_for') return { current: () => 'kept', lastSeen: () => 'kept', keepMs: freshness.ms }
    const statement = versionStatement(entity, freshness, this.#options)
    const known = this.#byStatement.get(statement.sql) ?? this.#watchStatement(statement)
    this.#byStatement.set(statement.sql, known)
    return known
  }

  #watchStatement(statement: CompiledQuery): Watch {
    const { now } = this.#options
    let seen: { readonly values: string; readonly version: string; readonly at: number } | undefined
    const look = sharedCheck(async () => {
      const at = now()
      const values = JSON.stringify(await this.#rows(statement))
      // A number of our own: values that come back after others are not those from before.
      const version = seen?.values === values ? seen.version : String(++this.#seen)
      seen = { values, version, at }
      return version
    })
    const lastSeen = (withinMs: number) => (seen !== undefined && now() - seen.at <= withinMs ? seen.version : undefined)
    return { current: look, lastSeen }
  }

  async #rows(statement: CompiledQuery): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return (await this.#options.kysely.executeQuery<Record<string, unknown>>(statement)).rows
  }

  #entity(name: string): Entity {
    const { entities, activityStreams } = this.#options.catalog
    const entity = entities.get(name) ?? activityStreams.get(name)
    if (entity === undefined) throw new InternalError(`No entity ${name}`)
    return entity
  }
}
