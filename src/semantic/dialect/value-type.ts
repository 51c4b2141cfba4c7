/** The types of values in a model; JSON and GraphQL forms are in docs/model.md. */
export const valueTypes = ['string', 'integer', 'bigint', 'decimal', 'float', 'boolean', 'date', 'timestamp'] as const
/**
 * integer: 32 bits. bigint: any whole number. decimal: exact. float: IEEE double. date: a calendar day, never moved by a zone.
 * timestamp: an instant (columns without a zone are UTC).
 */
export type ValueType = (typeof valueTypes)[number]
