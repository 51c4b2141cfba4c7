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
-- $2 = "1"
-- $3 = "2"
-- $4 = "3"
-- $5 = "4"
-- $6 = "1"
-- $7 = "4"
-- $8 = "2024-07-01T00:00:00.000000Z"
-- $9 = "1"
-- $10 = "2"
-- $11 = "3"
-- $12 = "4"
-- $13 = "1"
-- $14 = "4"
-- $15 = "3"
with
  "purchase_by_customer_customer_id_and_time_month" as (
    select
      "customer"."customer_id" as "customer_customer_id",
      cast(date_trunc('month', cast("purchase"."bought_at" as date)) as date) as "time_month",
      count(*) as "purchase_purchases",
      sum("purchase"."amount") as "purchase_revenue"
    from
      "purchase"
      left join "customer" on "purchase"."customer_id" = "customer"."customer_id"
    where
      (
        "purchase"."bought_at" < cast($1 as timestamp)
        or "purchase"."bought_at" is null
      )
      and (
        "customer"."customer_id" in (cast($2 as bigint), cast($3 as bigint), cast($4 as bigint), cast($5 as bigint))
        and "customer"."customer_id" between cast($6 as bigint) and cast($7 as bigint)
      )
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
        "purchase"."bought_at" < cast($8 as timestamp)
        or "purchase"."bought_at" is null
      )
      and (
        "customer"."customer_id" in (cast($9 as bigint), cast($10 as bigint), cast($11 as bigint), cast($12 as bigint))
        and "customer"."customer_id" between cast($13 as bigint) and cast($14 as bigint)
      )
    group by
      1
  ),
  "numbered" as (
    select
      "purchase_by_customer_customer_id_and_time_month"."customer_customer_id",
      "purchase_by_customer_customer_id_and_time_month"."time_month",
      "purchase_by_customer_customer_id_and_time_month"."purchase_purchases",
      "purchase_by_customer_customer_id_and_time_month"."purchase_revenue",
      cast(cast("purchase_by_customer_customer_id_and_time_month"."purchase_revenue" as varchar) as double) / nullif(cast(cast("purchase_by_customer_customer_id"."purchase_revenue" as varchar) as double), 0) as "purchase_share_of_revenue",
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
  "place" <= cast($15 as bigint);
