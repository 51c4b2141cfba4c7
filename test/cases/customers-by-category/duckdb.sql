-- $1 = "2024-06-30"
-- $2 = "20"
-- $3 = 1001
-- $4 = "2024-06-30"
-- $5 = "20"
with
  "purchases_distinct" as (
    select
      "customer_id" as "purchases_customer_id",
      "category" as "purchases_category"
    from
      "purchase" as "purchases"
    where
      (
        "bought_on" <= cast($1 as date)
        or "bought_on" is null
      )
      and "amount" >= cast($2 as decimal(18, 4))
    group by
      1,
      2
  ),
  "groups" as (
    select
      "purchases_distinct"."purchases_category" as "purchase_category",
      count(*) as "customer_customers",
      cast(cast(sum("customer"."credit") as varchar) as double) / count("customer"."credit") as "customer_average_credit"
    from
      "customer"
      left join "purchases_distinct" on "customer"."customer_id" = "purchases_distinct"."purchases_customer_id"
    where
      "purchases_distinct"."purchases_customer_id" is not null
    group by
      1
  ),
  "page" as (
    select
      "purchase_category",
      "customer_customers",
      "customer_average_credit",
      true as "is_row"
    from
      "groups"
    order by
      "purchase_category" asc nulls last
    limit
      $3
  ),
  "customer_numbered" as (
    select
      "customer_id" as "customer_customer_id",
      "credit" as "customer_credit",
      row_number() over () as "customer_row"
    from
      "customer"
  ),
  "purchases_distinct_2" as (
    select
      "customer_id" as "purchases_customer_id",
      "category" as "purchases_category"
    from
      "purchase" as "purchases"
    where
      (
        "bought_on" <= cast($4 as date)
        or "bought_on" is null
      )
      and "amount" >= cast($5 as decimal(18, 4))
    group by
      1,
      2
  ),
  "customer_distinct" as (
    select
      "customer_numbered"."customer_row",
      "customer_numbered"."customer_credit" as "customer_average_credit_input"
    from
      "customer_numbered"
      left join "purchases_distinct_2" on "customer_numbered"."customer_customer_id" = "purchases_distinct_2"."purchases_customer_id"
    where
      "purchases_distinct_2"."purchases_customer_id" is not null
    group by
      1,
      2
  ),
  "totals" as (
    select
      count(*) as "customer_customers",
      cast(cast(sum("customer_average_credit_input") as varchar) as double) / count("customer_average_credit_input") as "customer_average_credit"
    from
      "customer_distinct"
  )
select
  "page"."purchase_category",
  "page"."customer_customers",
  "page"."customer_average_credit",
  "page"."is_row",
  "totals"."customer_customers" as "total_customer_customers",
  "totals"."customer_average_credit" as "total_customer_average_credit"
from
  "totals"
  left join "page" on true
order by
  "purchase_category" asc nulls last;
