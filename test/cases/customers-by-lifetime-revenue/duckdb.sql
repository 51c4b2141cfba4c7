-- $1 = "2024-06-30"
-- $2 = "2024-06-30"
-- $3 = "50"
-- $4 = "2024-06-30"
-- $5 = "2024-01-20"
-- $6 = "2024-06-30"
-- $7 = "2024-06-30"
-- $8 = "50"
-- $9 = "2024-01-20"
-- $10 = "2024-07-01"
-- $11 = 1001
with
  "purchase_by_purchase_of_customer_customer_id" as (
    select
      "customer_id" as "purchase_of_customer_customer_id",
      count(*) as "purchase_purchases",
      sum("amount") as "purchase_revenue_2"
    from
      "purchase"
    where
      (
        "bought_on" <= cast($1 as date)
        or "bought_on" is null
      )
    group by
      1
  ),
  "purchase_by_purchase_of_customer_customer_id_2" as (
    select
      "customer_id" as "purchase_of_customer_customer_id_2",
      count(*) as "purchase_purchases_2"
    from
      "purchase"
    where
      (
        "bought_on" <= cast($2 as date)
        or "bought_on" is null
      )
      and "category" = 'Wine'
    group by
      1
  ),
  "customer_by_customer_number_of_purchases_and_customer_wi" as (
    select
      coalesce("purchase_by_purchase_of_customer_customer_id"."purchase_purchases", 0) as "customer_number_of_purchases",
      coalesce("purchase_by_purchase_of_customer_customer_id_2"."purchase_purchases_2", 0) as "customer_wines",
      count(*) as "customer_customers",
      max("purchase_by_purchase_of_customer_customer_id"."purchase_revenue_2") as "customer_largest_lifetime"
    from
      "customer"
      left join "purchase_by_purchase_of_customer_customer_id" on "customer"."customer_id" = "purchase_by_purchase_of_customer_customer_id"."purchase_of_customer_customer_id"
      left join "purchase_by_purchase_of_customer_customer_id_2" on "customer"."customer_id" = "purchase_by_purchase_of_customer_customer_id_2"."purchase_of_customer_customer_id_2"
    where
      "purchase_by_purchase_of_customer_customer_id"."purchase_revenue_2" >= cast($3 as decimal(18, 4))
      and "customer"."customer_id" in (
        select
          "customer_id" as "purchases_customer_id"
        from
          "purchase" as "purchases"
        where
          (
            "bought_on" <= cast($4 as date)
            or "bought_on" is null
          )
          and "bought_on" >= cast($5 as date)
      )
    group by
      1,
      2
  ),
  "purchase_by_purchase_of_customer_customer_id_3" as (
    select
      "customer_id" as "purchase_of_customer_customer_id_3",
      count(*) as "purchase_purchases_3",
      sum("amount") as "purchase_revenue_3"
    from
      "purchase"
    where
      (
        "bought_on" <= cast($6 as date)
        or "bought_on" is null
      )
    group by
      1
  ),
  "purchase_by_purchase_of_customer_customer_id_4" as (
    select
      "customer_id" as "purchase_of_customer_customer_id_4",
      count(*) as "purchase_purchases_4"
    from
      "purchase"
    where
      (
        "bought_on" <= cast($7 as date)
        or "bought_on" is null
      )
      and "category" = 'Wine'
    group by
      1
  ),
  "customer_rows" as (
    select
      "customer"."customer_id" as "customer_customer_id",
      coalesce("purchase_by_purchase_of_customer_customer_id_3"."purchase_purchases_3", 0) as "customer_number_of_purchases_2",
      coalesce("purchase_by_purchase_of_customer_customer_id_4"."purchase_purchases_4", 0) as "customer_wines_2",
      "purchase_by_purchase_of_customer_customer_id_3"."purchase_revenue_3" as "customer_lifetime_revenue"
    from
      "customer"
      left join "purchase_by_purchase_of_customer_customer_id_3" on "customer"."customer_id" = "purchase_by_purchase_of_customer_customer_id_3"."purchase_of_customer_customer_id_3"
      left join "purchase_by_purchase_of_customer_customer_id_4" on "customer"."customer_id" = "purchase_by_purchase_of_customer_customer_id_4"."purchase_of_customer_customer_id_4"
  ),
  "purchase_by_customer_number_of_purchases_and_customer_wi" as (
    select
      "customer_rows"."customer_number_of_purchases_2" as "customer_number_of_purchases",
      "customer_rows"."customer_wines_2" as "customer_wines",
      sum("purchase"."amount") as "purchase_revenue"
    from
      "purchase"
      left join "customer_rows" on "purchase"."customer_id" = "customer_rows"."customer_customer_id"
    where
      "customer_rows"."customer_lifetime_revenue" >= cast($8 as decimal(18, 4))
      and "purchase"."bought_on" >= cast($9 as date)
      and "purchase"."bought_on" < cast($10 as date)
    group by
      1,
      2
  ),
  "branches" as (
    select
      "customer_number_of_purchases",
      "customer_wines",
      "customer_customers",
      "customer_largest_lifetime",
      cast(null as decimal(1, 0)) as "purchase_revenue",
      true as "makes_group"
    from
      "customer_by_customer_number_of_purchases_and_customer_wi"
    union all
    select
      "customer_number_of_purchases",
      "customer_wines",
      cast(null as integer) as "customer_customers",
      cast(null as decimal(1, 0)) as "customer_largest_lifetime",
      "purchase_revenue",
      false as "makes_group"
    from
      "purchase_by_customer_number_of_purchases_and_customer_wi"
  )
select
  "customer_number_of_purchases",
  "customer_wines",
  coalesce(max("customer_customers"), 0) as "customer_customers",
  max("customer_largest_lifetime") as "customer_largest_lifetime",
  max("purchase_revenue") as "purchase_revenue"
from
  "branches"
group by
  1,
  2
having
  bool_or("makes_group")
order by
  "customer_number_of_purchases" asc nulls last,
  "customer_wines" asc nulls last
limit
  $11;
