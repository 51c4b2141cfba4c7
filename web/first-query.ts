/** What stands in the editor at the first visit: a question of the shipped model that shows what a slice can do. */
export const firstQuery = `# Tessera answers questions about customers: measures by dimensions.
#
#   Ctrl-Enter   runs the query
#   Ctrl-Space   lists what can stand at the cursor
#
# The explorer, at the left, shows every entity with its dimensions and measures; tick to build a query.
# The docs, above it, say what each of them means.

query SecondHalfOf2025 {
  slice(
    # The grain: what a row stands for. \`time\` is the clock all measures share.
    by: { customer: [STATE], time: [MONTH] }
    # Conditions on rows ...
    where: {
      time: { gte: "2025-07-01" }
      customer: { channelName: { in: ["Hotel", "Grocery"] } }
    }
    # ... and on groups.
    having: { orderPlaced: { monetary: { gt: "1000" } } }
    orderBy: [{ orderPlaced: { monetary: DESC } }]
    limit: 20
    # The date of the question. Without it: now.
    asOf: "2025-12-31"
  ) {
    rows {
      customer { state }
      time { month }
      # Measures of several activities side by side: each is computed from its own rows.
      orderPlaced { monetary frequency recency }
      orderRejected { frequency }
    }
    # Computed again from the rows, never by adding up groups.
    totals { orderPlaced { monetary frequency } orderRejected { frequency } }
    rowCount
    hasMore
  }
}
`
