-- $1 = "2024-07-01T00:00:00.000000Z"
-- $2 = "2024-01-10T00:00:00.000000Z"
-- $3 = "2024-07-01T00:00:00.000000Z"
-- $4 = 1001
with
  "visit_numbered" as (
    select
      "customer_id" as "visit_customer_id",
      "ts" as "visit_ts",
      "activity_id" as "visit_activity_id",
      row_number() over (
        partition by
          "customer_id"
        order by
          "ts",
          "activity_id" collate "C"
      ) as "visit_occurrence_2"
    from
      "activity" as "visit"
    where
      "activity" = 'visited'
      and (
        "ts" < $1
        or "ts" is null
      )
  ),
  "visit_numbered_2" as (
    select
      "visit_ts",
      "visit_occurrence_2",
      lead("visit_ts") over (
        partition by
          "visit_customer_id"
        order by
          "visit_ts",
          "visit_activity_id" collate "C"
      ) as "visit_repeated_at"
    from
      "visit_numbered"
  )
select
  "visit_occurrence_2" as "visit_occurrence",
  count(*) as "visit_visits",
  count(*) filter (
    where
      "visit_repeated_at" is not null
  ) as "visit_returned",
  min("visit_repeated_at") as "visit_next_visit"
from
  "visit_numbered_2"
where
  "visit_ts" >= cast($2 as timestamptz)
  and "visit_ts" < cast($3 as timestamptz)
group by
  1
order by
  "visit_occurrence" asc nulls last
limit
  $4;
