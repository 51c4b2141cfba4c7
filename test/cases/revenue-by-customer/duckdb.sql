-- $1 = "2024-07-01T00:00:00.000000Z"
-- $2 = 4
-- $3 = "2024-07-01T00:00:00.000000Z"
with
  "purchase_by_purchase_customer_id" as (
    select
      "customer_id" as "purchase_customer_id",
      count(*) as "purchase_purchases",
      sum("amount") as "purchase_revenue",
      max("bought_at") as "purchase_latest"
    from
      "purchase"
    where
      (
        "bought_at" < cast($1 as timestamp)
        or "bought_at" is null
      )
    group by
      1
  ),
  "purchase_groups" as (
    select
      "purchase_by_purchase_customer_id"."purchase_purchases",
      "purchase_by_purchase_customer_id"."purchase_revenue",
      "purchase_by_purchase_customer_id"."purchase_latest",
      "customer"."customer_id" as "customer_customer_id",
      "customer"."name" as "customer_name"
    from
      "purchase_by_purchase_customer_id"
      left join "customer" on "purchase_by_purchase_customer_id"."purchase_customer_id" = "customer"."customer_id"
  ),
  "purchase_by_customer_customer_id_and_customer_name" as (
    select
      "customer_customer_id",
      "customer_name",
      "purchase_purchases",
      "purchase_revenue",
      "purchase_latest"
    from
      "purchase_groups"
    where
      "customer_customer_id" is not null
    union all
    select
      "customer_customer_id",
      "customer_name" as "customer_name",
      cast(sum("purchase_purchases") as integer) as "purchase_purchases",
      sum("purchase_revenue") as "purchase_revenue",
      max("purchase_latest") as "purchase_latest"
    from
      "purchase_groups"
    where
      "customer_customer_id" is null
    group by
      1,
      2
  ),
  "page" as (
    select
      "customer_customer_id",
      "customer_name",
      "purchase_purchases",
      "purchase_revenue",
      "purchase_latest",
      true as "is_row"
    from
      "purchase_by_customer_customer_id_and_customer_name"
    order by
      "purchase_revenue" desc nulls last,
      "customer_customer_id" asc nulls last,
      "customer_name" asc nulls last
    limit
      $2
  ),
  "totals" as (
    select
      sum("amount") as "purchase_revenue"
    from
      "purchase"
    where
      (
        "bought_at" < cast($3 as timestamp)
        or "bought_at" is null
      )
  ),
  "counted" as (
    select
      count(*) as "row_count"
    from
      "purchase_by_customer_customer_id_and_customer_name"
  )
select
  "page"."customer_customer_id",
  "page"."customer_name",
  "page"."purchase_purchases",
  "page"."purchase_revenue",
  "page"."purchase_latest",
  "page"."is_row",
  "totals"."purchase_revenue" as "total_purchase_revenue",
  "counted"."row_count"
from
  "totals"
  cross join "counted"
  left join "page" on true
order by
  "purchase_revenue" desc nulls last,
  "customer_customer_id" asc nulls last,
  "customer_name" asc nulls last;
