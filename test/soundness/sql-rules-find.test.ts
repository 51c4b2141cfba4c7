/** The rules of sql-rules.test.ts find what they are for: each on SQL that breaks it. */
import { loadModule } from 'libpg-query'
import { expect, test } from 'vitest'
import * as rules from '../support/sql-rules.ts'
import { parseStatement } from '../support/statement.ts'

await loadModule()

const broken: readonly (readonly [violation: string, rule: rules.Rule, sql: string])[] = [
  ['GROUPING_SET_ROLLUP', rules.noGroupingSets, 'select "a" from "t" group by rollup ("a")'],
  ['JOIN_FULL', rules.noFullJoin, 'select "t"."a" from "t" full join "u" on "t"."a" = "u"."a"'],
  ['SETOP_EXCEPT', rules.onlyUnionAll, 'select "a" from "t" except select "a" from "u"'],
  ['SETOP_UNION', rules.onlyUnionAll, 'with "g" as (select "a" from "t" union select "a" from "u") select "a" from "g"'],
  ['LATERAL', rules.noLateral, 'select "a" from "t" cross join lateral (select "b" from "u") as "v"'],
  ['NOT IN', rules.onlyExists, 'select "a" from "t" where "a" not in (select "a" from "u")'],
  ['ANY_SUBLINK', rules.onlyExists, 'select "a" from "t" where "a" + 1 in (select "a" from "u")'],
  ['EXPR_SUBLINK', rules.onlyExists, 'select "a" from "t" where "a" = (select max("a") from "u")'],
  ['SVFOP_CURRENT_DATE', rules.noClock, 'select "a" from "t" where "a" < current_date'],
  ['now', rules.noClock, 'select "a" from "t" where "a" < now()'],
  ['LIMIT over rows of an unknown grain: a', rules.limitsAreOrdered, 'select "a" from "t" order by "a" asc nulls last limit 1'],
  ['LIMIT without ORDER BY b', rules.limitsAreOrdered, 'select "a", "b" from "t" group by 1, 2 order by "a" asc nulls last limit 1'],
  [
    'LIMIT without ORDER BY k',
    rules.limitsAreOrdered,
    'with "g" as (select "a", sum("b") as "s" from "t" group by 1) select "a" as "k", "s" from "g" order by "s" desc nulls last limit 1',
  ],
  ['ORDER BY a without NULLS LAST', rules.limitsAreOrdered, 'select "a" from "t" group by 1 order by "a" desc limit 1'],
  [
    'the outermost SELECT is not in the order of the page',
    rules.pagesAreReadInOrder,
    'with "p" as (select "a" from "t" group by 1 order by "a" asc nulls last limit 1) select "a" from "p"',
  ],
  ['u joined on nothing', rules.joinsCompareColumns, 'select "t"."a" from "t" cross join "u"'],
  ['u joined on nothing', rules.joinsCompareColumns, 'select "t"."a" from "t" left join "u" on "u"."b" > 1'],
  ['u joined on', rules.joinsCompareColumns, 'select "t"."a" from "t" left join "u" on cast("t"."a" as integer) = "u"."a"'],
  ['u joined on', rules.joinsCompareColumns, 'select "t"."a" from "t" left join "u" on "t"."a" = "u"."a" and "t"."b" < "u"."b"'],
  ['EXISTS over u compares nothing', rules.correlationsCompareColumns, 'select "a" from "t" where exists (select 1 as "one" from "u")'],
  [
    'EXISTS over u compares',
    rules.correlationsCompareColumns,
    'select "a" from "t" where exists (select 1 as "one" from "u" where "a" is not distinct from "t"."a")',
  ],
  [
    'EXISTS over u compares',
    rules.correlationsCompareColumns,
    'select "a" from "t" where exists (select 1 as "one" from "u" where "b" = lower("t"."a"))',
  ],
  ['GROUP BY', rules.groupsByPosition, `select date_trunc('month', "a") as "m" from "t" group by date_trunc('month', "a")`],
  ['NULL as n', rules.nullsHaveTypes, 'select "a", null as "n" from "t"'],
  ['*', rules.noStar, 'select * from "t"'],
  ['t', rules.identifiersAreQuoted, 'select "a" from t'],
  ['a', rules.identifiersAreQuoted, 'select a from "t"'],
  ['month', rules.identifiersAreQuoted, 'select "a" as month from "t"'],
  ['g', rules.everyCteIsRead, 'with "g" as (select "a" from "t") select "a" from "t"'],
  [
    'g.s',
    rules.everyColumnIsRead,
    'with "g" as (select "a", sum("b") as "s" from "t" group by 1) select "u"."a" from "u" left join "g" on "u"."a" = "g"."a"',
  ],
  [
    'g.n',
    rules.everyColumnIsRead,
    'with "g" as (select count("b") as "n" from "t"), "h" as (select count(*) as "rows" from "t") select "t"."a" from "t" cross join "g" cross join "h"',
  ],
  [
    'g.m',
    rules.everyColumnIsRead,
    'with "g" as (select sum("b") as "s", sum("b") as "m" from "t") select "s" from "g" where exists (select 1 as "one" from "u" where "m" = 1)',
  ],
]

test.each(broken)('%s', (violation, rule, sql) => {
  const found = rule(parseStatement(sql))
  expect(found.map((text) => text.slice(0, violation.length))).toEqual([violation])
})

test('SQL that breaks none', () => {
  const sql = `with "g" as (select "t"."a" as "k", count(*) filter (where "t"."b" = 'x') as "n" from "t" left join "u" on "t"."i" = "u"."i" and "u"."d" <= $1 group by 1),
    "total" as (select sum("b") as "s" from "t" where exists (select 1 as "one" from "g" where "k" is not distinct from date_trunc('day', "t"."a"))),
    "page" as (select "k", "n" from "g" order by "n" desc nulls last, "k" asc nulls last limit $2)
    select "page"."k", "page"."n", "total"."s", cast(null as decimal(1, 0)) as "z" from "total" left join "page" on true order by "n" desc nulls last, "k" asc nulls last`
  const statement = parseStatement(sql)
  expect(Object.entries(rules).map(([name, rule]) => [name, rule(statement)])).toEqual(Object.keys(rules).map((name) => [name, []]))
})
