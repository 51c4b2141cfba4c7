-- $1 = 11
select
  "customer_id" as "customer_customer_id"
from
  "customer"
order by
  "customer_customer_id" asc nulls last
limit
  $1;

-- $1 = "2024-07-01T00:00:00.000000Z"
-- $2 = ["1","2","3","4"]
-- $3 = "2024-07-01T00:00:00.000000Z"
-- $4 = ["1","2","3","4"]
-- $5 = "3"
with
  "purchase_rows" as (
    select
      cast(date_trunc('month', cast("purchase"."bought_at" as timestamp)) as date) as "time_month",
      "customer"."customer_id" as "customer_customer_id_2",
      "purchase"."amount" as "purchase_amount"
    from
      "purchase"
      left join "customer" on "purchase"."customer_id" = "customer"."customer_id"
    where
      (
        "purchase"."bought_at" < $1
        or "purchase"."bought_at" is null
      )
      and "customer"."customer_id" = any (cast($2 as bigint[]))
    limit
      all
  ),
  "purchase_by_customer_customer_id_and_time_month" as (
    select
      "customer_customer_id_2" as "customer_customer_id",
      "time_month",
      count(*) as "purchase_purchases",
      sum("purchase_amount") as "purchase_revenue"
    from
      "purchase_rows"
    group by
      1,
      2
  ),
  "purchase_by_customer_customer_id" as (
    select
      "customer"."customer_id" as "customer_customer_id",
      sum("purchase"."amount") as "purchase_revenue"
    from
      "purchase"
      left join "customer" on "purchase"."customer_id" = "customer"."customer_id"
    where
      (
        "purchase"."bought_at" < $3
        or "purchase"."bought_at" is null
      )
      and "customer"."customer_id" = any (cast($4 as bigint[]))
    group by
      1
  ),
  "numbered" as (
    select
      "purchase_by_customer_customer_id_and_time_month"."customer_customer_id",
      "purchase_by_customer_customer_id_and_time_month"."time_month",
      "purchase_by_customer_customer_id_and_time_month"."purchase_purchases",
      "purchase_by_customer_customer_id_and_time_month"."purchase_revenue",
      cast("purchase_by_customer_customer_id_and_time_month"."purchase_revenue" as double precision) / nullif(cast("purchase_by_customer_customer_id"."purchase_revenue" as double precision), 0) as "purchase_share_of_revenue",
      row_number() over (
        partition by
          "purchase_by_customer_customer_id_and_time_month"."customer_customer_id"
        order by
          "purchase_by_customer_customer_id_and_time_month"."purchase_revenue" desc nulls last,
          "purchase_by_customer_customer_id_and_time_month"."time_month" asc nulls last
      ) as "place"
    from
      "purchase_by_customer_customer_id_and_time_month"
      left join "purchase_by_customer_customer_id" on "purchase_by_customer_customer_id_and_time_month"."customer_customer_id" is not distinct from "purchase_by_customer_customer_id"."customer_customer_id"
  )
select
  "customer_customer_id",
  "time_month",
  "purchase_purchases",
  "purchase_revenue",
  "purchase_share_of_revenue",
  "place"
from
  "numbered"
where
  "place" <= cast($5 as bigint);
