-- $1 = "2024-07-01T00:00:00.000000Z"
-- $2 = "2024-06-30"
-- $3 = 1001
-- $4 = "2024-07-01T00:00:00.000000Z"
-- $5 = "2024-06-30"
with
  "complaint_by_customer_state" as (
    select
      "customer"."state" collate "C" as "customer_state",
      count(*) as "complaint_complaints"
    from
      "complaint"
      left join "customer" on "complaint"."customer_id" = "customer"."customer_id"
    where
      (
        "complaint"."raised_at" < $1
        or "complaint"."raised_at" is null
      )
    group by
      1
  ),
  "purchase_by_customer_state" as (
    select
      "customer"."state" collate "C" as "customer_state",
      count(*) as "purchase_purchases"
    from
      "purchase"
      left join "customer" on "purchase"."customer_id" = "customer"."customer_id"
    where
      (
        "purchase"."bought_on" <= cast($2 as date)
        or "purchase"."bought_on" is null
      )
    group by
      1
  ),
  "branches" as (
    select
      "customer_state",
      "complaint_complaints",
      cast(null as integer) as "purchase_purchases"
    from
      "complaint_by_customer_state"
    union all
    select
      "customer_state",
      cast(null as integer) as "complaint_complaints",
      "purchase_purchases"
    from
      "purchase_by_customer_state"
  ),
  "measures" as (
    select
      "customer_state",
      coalesce(max("complaint_complaints"), 0) as "complaint_complaints",
      coalesce(max("purchase_purchases"), 0) as "purchase_purchases"
    from
      "branches"
    group by
      1
  ),
  "groups" as (
    select
      "customer_state",
      cast("complaint_complaints" as double precision) / nullif("purchase_purchases", 0) as "complaint_complaints_per_purchase"
    from
      "measures"
  ),
  "page" as (
    select
      "customer_state",
      "complaint_complaints_per_purchase",
      true as "is_row"
    from
      "groups"
    order by
      "complaint_complaints_per_purchase" desc nulls last,
      "customer_state" asc nulls last
    limit
      $3
  ),
  "complaint_total" as (
    select
      count(*) as "complaint_complaints"
    from
      "complaint"
    where
      (
        "raised_at" < $4
        or "raised_at" is null
      )
  ),
  "purchase_total" as (
    select
      count(*) as "purchase_purchases"
    from
      "purchase"
    where
      (
        "bought_on" <= cast($5 as date)
        or "bought_on" is null
      )
  ),
  "totals" as (
    select
      cast("complaint_total"."complaint_complaints" as double precision) / nullif("purchase_total"."purchase_purchases", 0) as "complaint_complaints_per_purchase"
    from
      "complaint_total"
      cross join "purchase_total"
  )
select
  "page"."customer_state",
  "page"."complaint_complaints_per_purchase",
  "page"."is_row",
  "totals"."complaint_complaints_per_purchase" as "total_complaint_complaints_per_purchase"
from
  "totals"
  left join "page" on true
order by
  "complaint_complaints_per_purchase" desc nulls last,
  "customer_state" asc nulls last;
