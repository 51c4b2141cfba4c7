-- $1 = "2024-06-30"
-- $2 = "2024-06-30"
-- $3 = 1001
-- $4 = "2024-06-30"
-- $5 = "2024-06-30"
with
  "groups" as (
    select
      "customer"."state" collate "C" as "customer_state",
      count(*) as "purchase_purchases",
      sum("purchase"."amount") as "purchase_revenue",
      sum("purchase"."amount") filter (
        where
          "purchase"."category" = 'Beer'
      ) as "purchase_beer_revenue",
      cast($1 as date) - (max("purchase"."bought_on")) as "purchase_recency"
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
  "page" as (
    select
      "customer_state",
      "purchase_purchases",
      "purchase_revenue",
      "purchase_beer_revenue",
      "purchase_recency",
      true as "is_row"
    from
      "groups"
    order by
      "customer_state" asc nulls last
    limit
      $3
  ),
  "totals" as (
    select
      count(*) as "purchase_purchases",
      sum("amount") as "purchase_revenue",
      cast($4 as date) - (max("bought_on")) as "purchase_recency"
    from
      "purchase"
    where
      (
        "bought_on" <= cast($5 as date)
        or "bought_on" is null
      )
  )
select
  "page"."customer_state",
  "page"."purchase_purchases",
  "page"."purchase_revenue",
  "page"."purchase_beer_revenue",
  "page"."purchase_recency",
  "page"."is_row",
  "totals"."purchase_purchases" as "total_purchase_purchases",
  "totals"."purchase_revenue" as "total_purchase_revenue",
  "totals"."purchase_recency" as "total_purchase_recency"
from
  "totals"
  left join "page" on true
order by
  "customer_state" asc nulls last;
