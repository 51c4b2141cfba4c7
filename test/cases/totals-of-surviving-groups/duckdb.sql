-- $1 = "2024-06-30"
-- $2 = "99"
-- $3 = 3
-- $4 = "2024-06-30"
with
  "customer_by_customer_state" as (
    select
      "state" as "customer_state",
      count(*) as "customer_customers"
    from
      "customer"
    group by
      1
  ),
  "purchase_by_customer_state" as (
    select
      "customer"."state" as "customer_state",
      sum("purchase"."amount") as "purchase_revenue",
      cast(cast(sum("purchase"."amount") as varchar) as double) / count("purchase"."amount") as "purchase_average_amount",
      count(distinct "purchase"."category") as "purchase_categories"
    from
      "purchase"
      left join "customer" on "purchase"."customer_id" = "customer"."customer_id"
    where
      (
        "purchase"."bought_on" <= cast($1 as date)
        or "purchase"."bought_on" is null
      )
    group by
      1
  ),
  "branches" as (
    select
      "customer_state",
      "customer_customers",
      cast(null as decimal(1, 0)) as "purchase_revenue",
      cast(null as double) as "purchase_average_amount",
      cast(null as integer) as "purchase_categories"
    from
      "customer_by_customer_state"
    union all
    select
      "customer_state",
      cast(null as integer) as "customer_customers",
      "purchase_revenue",
      "purchase_average_amount",
      "purchase_categories"
    from
      "purchase_by_customer_state"
  ),
  "groups" as (
    select
      "customer_state",
      coalesce(max("customer_customers"), 0) as "customer_customers",
      max("purchase_revenue") as "purchase_revenue",
      max("purchase_average_amount") as "purchase_average_amount",
      coalesce(max("purchase_categories"), 0) as "purchase_categories"
    from
      "branches"
    group by
      1
    having
      max("purchase_revenue") >= cast($2 as decimal(18, 4))
  ),
  "page" as (
    select
      "customer_state",
      "customer_customers",
      "purchase_revenue",
      "purchase_average_amount",
      "purchase_categories",
      true as "is_row"
    from
      "groups"
    order by
      "purchase_revenue" desc nulls last,
      "customer_state" asc nulls last
    limit
      $3
  ),
  "customer_total" as (
    select
      count(*) as "customer_customers"
    from
      "customer"
    where
      exists (
        select
          1 as "one"
        from
          "groups"
        where
          "customer_state" is not distinct from "customer"."state"
      )
  ),
  "purchase_total" as (
    select
      sum("purchase"."amount") as "purchase_revenue",
      cast(cast(sum("purchase"."amount") as varchar) as double) / count("purchase"."amount") as "purchase_average_amount",
      count(distinct "purchase"."category") as "purchase_categories"
    from
      "purchase"
      left join "customer" on "purchase"."customer_id" = "customer"."customer_id"
    where
      (
        "purchase"."bought_on" <= cast($4 as date)
        or "purchase"."bought_on" is null
      )
      and exists (
        select
          1 as "one"
        from
          "groups"
        where
          "customer_state" is not distinct from "customer"."state"
      )
  ),
  "totals" as (
    select
      "customer_total"."customer_customers",
      "purchase_total"."purchase_revenue",
      "purchase_total"."purchase_average_amount",
      "purchase_total"."purchase_categories"
    from
      "customer_total"
      cross join "purchase_total"
  ),
  "counted" as (
    select
      count(*) as "row_count"
    from
      "groups"
  )
select
  "page"."customer_state",
  "page"."customer_customers",
  "page"."purchase_revenue",
  "page"."purchase_average_amount",
  "page"."purchase_categories",
  "page"."is_row",
  "totals"."customer_customers" as "total_customer_customers",
  "totals"."purchase_revenue" as "total_purchase_revenue",
  "totals"."purchase_average_amount" as "total_purchase_average_amount",
  "totals"."purchase_categories" as "total_purchase_categories",
  "counted"."row_count"
from
  "totals"
  cross join "counted"
  left join "page" on true
order by
  "purchase_revenue" desc nulls last,
  "customer_state" asc nulls last;
