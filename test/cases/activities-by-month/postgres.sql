-- $1 = "Europe/Berlin"
-- $2 = "2023-12-31T23:00:00.000000Z"
-- $3 = "2024-03-31T22:00:00.000000Z"
-- $4 = "2024-01-01"
-- $5 = "2024-04-01"
-- $6 = "Europe/Berlin"
-- $7 = "2023-12-31T23:00:00.000000Z"
-- $8 = "2024-03-31T22:00:00.000000Z"
-- $9 = 1001
-- $10 = "2023-12-31T23:00:00.000000Z"
-- $11 = "2024-03-31T22:00:00.000000Z"
-- $12 = "2024-01-01"
-- $13 = "2024-04-01"
-- $14 = "2023-12-31T23:00:00.000000Z"
-- $15 = "2024-03-31T22:00:00.000000Z"
with
  "visit_by_time_month_and_visit_pages_value" as (
    select
      cast(date_trunc('month', (cast("visited_at" as timestamptz) at time zone $1)) as date) as "time_month",
      "page" collate "C" as "visit_pages_value",
      count(*) as "visit_visits"
    from
      "visit"
    where
      "visited_at" >= $2
      and "visited_at" < $3
    group by
      1,
      2
  ),
  "visit_by_time_month" as (
    select
      "time_month",
      cast(sum("visit_visits") as integer) as "visit_visits",
      count("visit_pages_value") as "visit_pages"
    from
      "visit_by_time_month_and_visit_pages_value"
    group by
      1
  ),
  "purchase_by_time_month" as (
    select
      cast(date_trunc('month', cast("bought_on" as timestamp)) as date) as "time_month",
      sum("amount") as "purchase_revenue"
    from
      "purchase"
    where
      "bought_on" >= cast($4 as date)
      and "bought_on" < cast($5 as date)
    group by
      1
  ),
  "complaint_rows" as (
    select
      cast(date_trunc('month', (cast("raised_at" as timestamptz) at time zone $6)) as date) as "time_month",
      "is_open" as "complaint_is_open"
    from
      "complaint"
    where
      "raised_at" >= $7
      and "raised_at" < $8
    limit
      all
  ),
  "complaint_by_time_month" as (
    select
      "time_month",
      count(*) as "complaint_complaints",
      count(*) filter (
        where
          "complaint_is_open"
      ) as "complaint_open_complaints"
    from
      "complaint_rows"
    group by
      1
  ),
  "branches" as (
    select
      "time_month",
      "visit_visits",
      "visit_pages",
      cast(null as numeric) as "purchase_revenue",
      cast(null as integer) as "complaint_complaints",
      cast(null as integer) as "complaint_open_complaints"
    from
      "visit_by_time_month"
    union all
    select
      "time_month",
      cast(null as integer) as "visit_visits",
      cast(null as integer) as "visit_pages",
      "purchase_revenue",
      cast(null as integer) as "complaint_complaints",
      cast(null as integer) as "complaint_open_complaints"
    from
      "purchase_by_time_month"
    union all
    select
      "time_month",
      cast(null as integer) as "visit_visits",
      cast(null as integer) as "visit_pages",
      cast(null as numeric) as "purchase_revenue",
      "complaint_complaints",
      "complaint_open_complaints"
    from
      "complaint_by_time_month"
  ),
  "groups" as (
    select
      "time_month",
      coalesce(max("visit_visits"), 0) as "visit_visits",
      coalesce(max("visit_pages"), 0) as "visit_pages",
      max("purchase_revenue") as "purchase_revenue",
      coalesce(max("complaint_complaints"), 0) as "complaint_complaints",
      coalesce(max("complaint_open_complaints"), 0) as "complaint_open_complaints"
    from
      "branches"
    group by
      1
  ),
  "page" as (
    select
      "time_month",
      "visit_visits",
      "visit_pages",
      "purchase_revenue",
      "complaint_complaints",
      "complaint_open_complaints",
      true as "is_row"
    from
      "groups"
    order by
      "time_month" asc nulls last
    limit
      $9
  ),
  "visit_total" as (
    select
      count(*) as "visit_visits",
      count(distinct "page") as "visit_pages"
    from
      "visit"
    where
      "visited_at" >= $10
      and "visited_at" < $11
  ),
  "purchase_total" as (
    select
      sum("amount") as "purchase_revenue"
    from
      "purchase"
    where
      "bought_on" >= cast($12 as date)
      and "bought_on" < cast($13 as date)
  ),
  "complaint_total" as (
    select
      count(*) as "complaint_complaints"
    from
      "complaint"
    where
      "raised_at" >= $14
      and "raised_at" < $15
  ),
  "totals" as (
    select
      "visit_total"."visit_visits",
      "visit_total"."visit_pages",
      "purchase_total"."purchase_revenue",
      "complaint_total"."complaint_complaints"
    from
      "visit_total"
      cross join "purchase_total"
      cross join "complaint_total"
  )
select
  "page"."time_month",
  "page"."visit_visits",
  "page"."visit_pages",
  "page"."purchase_revenue",
  "page"."complaint_complaints",
  "page"."complaint_open_complaints",
  "page"."is_row",
  "totals"."visit_visits" as "total_visit_visits",
  "totals"."visit_pages" as "total_visit_pages",
  "totals"."purchase_revenue" as "total_purchase_revenue",
  "totals"."complaint_complaints" as "total_complaint_complaints"
from
  "totals"
  left join "page" on true
order by
  "time_month" asc nulls last;
