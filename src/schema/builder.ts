/** The Pothos builder all types of one schema are made with, and its scalars. */
import SchemaBuilder from '@pothos/core'
import type { Context } from '../resolvers/context.ts'
import { bigIntScalar, dateScalar, dateTimeScalar, decimalScalar, jsonScalar, timePointScalar, timeZoneScalar } from './scalars.ts'

interface Text {
  readonly Input: string
  readonly Output: string
}

interface BuilderTypes {
  readonly Context: Context
  readonly Scalars: {
    readonly Date: Text
    readonly DateTime: Text
    readonly Decimal: Text
    readonly BigInt: { readonly Input: string; readonly Output: string | number }
    readonly JSON: { readonly Input: unknown; readonly Output: unknown }
    readonly TimeZone: Text
    readonly TimePoint: Text
  }
}

export type Builder = ReturnType<typeof createBuilder>

/** What `fields` of an input type is given. */
export type InputFields = Parameters<Parameters<Builder['inputType']>[1]['fields']>[0]

export function createBuilder() {
  const builder = new SchemaBuilder<BuilderTypes>({})
  builder.addScalarType('Date', dateScalar)
  builder.addScalarType('DateTime', dateTimeScalar)
  builder.addScalarType('Decimal', decimalScalar)
  builder.addScalarType('BigInt', bigIntScalar)
  builder.addScalarType('JSON', jsonScalar)
  builder.addScalarType('TimeZone', timeZoneScalar)
  builder.addScalarType('TimePoint', timePointScalar)
  return builder
}
