-- $1 = "2024-06-30"
-- $2 = "Beer"
-- $3 = "50"
-- $4 = "2024-06-30"
-- $5 = "2024-07-01T00:00:00.000000Z"
-- $6 = true
-- $7 = "2024-06-30"
-- $8 = "Wine"
-- $9 = "90"
-- $10 = 1001
-- $11 = "2024-06-30"
-- $12 = "Beer"
-- $13 = "50"
-- $14 = "2024-06-30"
-- $15 = "2024-07-01T00:00:00.000000Z"
-- $16 = true
-- $17 = "2024-06-30"
-- $18 = "Wine"
-- $19 = "90"
with
  "groups" as (
    select
      "state" as "customer_state",
      count(*) as "customer_customers"
    from
      "customer"
    where
      "customer_id" in (
        select
          "customer_id" as "purchases_customer_id"
        from
          "purchase" as "purchases"
        where
          (
            "bought_on" <= cast($1 as date)
            or "bought_on" is null
          )
          and "category" = $2
          and "amount" >= cast($3 as decimal(18, 4))
      )
      and not exists (
        select
          1 as "one"
        from
          "purchase" as "purchases_2"
        where
          "customer_id" = "customer"."customer_id"
          and (
            "bought_on" <= cast($4 as date)
            or "bought_on" is null
          )
          and "purchase_id" in (
            select
              "purchase_id" as "complaints_purchase_id"
            from
              "complaint" as "complaints"
            where
              (
                "raised_at" < cast($5 as timestamp)
                or "raised_at" is null
              )
              and "is_open" = $6
          )
      )
      and not exists (
        select
          1 as "one"
        from
          "purchase" as "purchases_3"
        where
          "customer_id" = "customer"."customer_id"
          and (
            "bought_on" <= cast($7 as date)
            or "bought_on" is null
          )
          and "category" = $8
          and (
            "amount" <> cast($9 as decimal(18, 4))
            or "amount" is null
          )
      )
    group by
      1
  ),
  "page" as (
    select
      "customer_state",
      "customer_customers",
      true as "is_row"
    from
      "groups"
    order by
      "customer_state" asc nulls last
    limit
      $10
  ),
  "totals" as (
    select
      count(*) as "customer_customers"
    from
      "customer"
    where
      "customer_id" in (
        select
          "customer_id" as "purchases_customer_id"
        from
          "purchase" as "purchases"
        where
          (
            "bought_on" <= cast($11 as date)
            or "bought_on" is null
          )
          and "category" = $12
          and "amount" >= cast($13 as decimal(18, 4))
      )
      and not exists (
        select
          1 as "one"
        from
          "purchase" as "purchases_2"
        where
          "customer_id" = "customer"."customer_id"
          and (
            "bought_on" <= cast($14 as date)
            or "bought_on" is null
          )
          and "purchase_id" in (
            select
              "purchase_id" as "complaints_purchase_id"
            from
              "complaint" as "complaints"
            where
              (
                "raised_at" < cast($15 as timestamp)
                or "raised_at" is null
              )
              and "is_open" = $16
          )
      )
      and not exists (
        select
          1 as "one"
        from
          "purchase" as "purchases_3"
        where
          "customer_id" = "customer"."customer_id"
          and (
            "bought_on" <= cast($17 as date)
            or "bought_on" is null
          )
          and "category" = $18
          and (
            "amount" <> cast($19 as decimal(18, 4))
            or "amount" is null
          )
      )
  )
select
  "page"."customer_state",
  "page"."customer_customers",
  "page"."is_row",
  "totals"."customer_customers" as "total_customer_customers"
from
  "totals"
  left join "page" on true
order by
  "customer_state" asc nulls last;
