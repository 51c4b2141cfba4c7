/**
 * What stands in the editor at the first visit: a question of the shipped model that shows what a slice can do.
 * A list of one is written without brackets, because GraphiQL's own explorer shows and edits single values only.
 */
export const firstQuery = `# Tessera answers questions about customers: measures by dimensions.
#
#   Ctrl-Enter   runs the query
#   Ctrl-Space   lists what can stand at the cursor
#   Escape       leaves the editor, where Tab writes a tab
#
# "Dimensions and measures", at the left, has all there are, and
# writes those that are ticked; "Saved queries" has whole ones.

query HotelsByStateAndMonth {
  slice(
    # The grain: what a row stands for. Several: [STATE, SITE].
    # time is the clock that all measures share.
    by: { customer: STATE, time: MONTH }
    # Conditions on rows ...
    where: {
      time: { gte: "2025-07-01" }
      customer: { channelName: { eq: "Hotel" } }
    }
    # ... and on groups.
    having: { orderPlaced: { monetary: { gt: "1000" } } }
    orderBy: { orderPlaced: { monetary: DESC } }
    limit: 20
    # The date of the question; now, where it is left out.
    asOf: "2025-12-31"
  ) {
    rows {
      customer { state }
      time { month }
      # Measures of several activities side by side,
      # each computed from its own rows.
      orderPlaced { monetary frequency recency }
      orderRejected { frequency }
    }
    # Computed again from the rows, never by adding up groups.
    totals {
      orderPlaced { monetary frequency }
      orderRejected { frequency }
    }
    rowCount
    hasMore
  }
}
`
