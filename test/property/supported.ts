/** What the random questions may use; everything else is left out of them before anything is run. */
export const supported = {
  /** Dimensions that rows of a measure's entity reach over a to-many path. */
  toManyDimensions: true,
  /** Buckets of a time over a path with two to-many hops. */
  bucketsOverManyHops: true,
  /** Conditions on entities that rows of a measure's entity reach over a to-many path. */
  toManyFilters: true,
  /** `{ some, none, every }` under a to-many relationship. */
  quantifiers: true,
  /** `having` without a grain and without a measure selected. */
  havingAlone: true,
  /** `of` an entity that no measure is of, without a grain. */
  ofWithoutGrain: true,
  /** An aggregate seen from a row whose key is null, where a verified relationship over another field leads to that row. */
  aggregatesOfRowsWithoutKey: true,
}
