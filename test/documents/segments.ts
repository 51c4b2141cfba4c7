/** Questions of an application, typed by codegen from the schema of the shipped model. */
import { graphql } from '../generated/gql.ts'

export const revenueByState = graphql(`
  query RevenueByState($states: [String], $asOf: TimePoint!) {
    slice(by: { customer: [STATE] }, where: { customer: { state: { in: $states } } }, orderBy: [{ orderPlaced: { monetary: DESC } }], asOf: $asOf) {
      rows {
        customer {
          state
          countCustomers
        }
        orderPlaced {
          monetary
          frequency
          recency
        }
      }
      totals {
        orderPlaced {
          monetary
        }
      }
      rowCount
      hasMore
      columns {
        path
        kind
        type
      }
    }
  }
`)
