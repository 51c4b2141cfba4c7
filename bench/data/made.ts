/** What making a base on one engine comes to. */
export interface Made {
  /** As `DATABASE_URL` takes it. */
  readonly url: string
  /** Loaded by this run. */
  readonly isNew: boolean
}

/** From 0 to 1. */
export type OnProgress = (fraction: number) => void
