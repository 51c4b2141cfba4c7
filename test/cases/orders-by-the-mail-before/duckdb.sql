-- $1 = "2024-07-01T00:00:00.000000Z"
-- $2 = "2024-07-01T00:00:00.000000Z"
-- $3 = "2024-07-01T00:00:00.000000Z"
-- $4 = 1001
with
  "order_by_order_of_customer_customer_id" as (
    select
      "customer_id" as "order_of_customer_customer_id",
      first (
        "category"
        order by
          "ordered_at",
          "order_id"
      ) filter (
        where
          "ordered_at" is not null
      ) as "order_first_category",
      mode(
        "category"
        order by
          "category"
      ) as "order_most_frequent_category"
    from
      "orders" as "order"
    where
      (
        "ordered_at" < cast($1 as timestamp)
        or "ordered_at" is null
      )
    group by
      1
  ),
  "customer_rows" as (
    select
      "customer"."customer_id" as "customer_customer_id",
      "order_by_order_of_customer_customer_id"."order_first_category" as "customer_first_category_2",
      "order_by_order_of_customer_customer_id"."order_most_frequent_category" as "customer_favourite_category_2"
    from
      "customer"
      left join "order_by_order_of_customer_customer_id" on "customer"."customer_id" = "order_by_order_of_customer_customer_id"."order_of_customer_customer_id"
  ),
  "mail_rows" as (
    select
      "customer_id" as "mail_of_order_customer_id",
      "opened_at" as "mail_at",
      "campaign" as "mail_last_campaign_input",
      "opened_at" is not null as "mail_last_campaign_input_2",
      "opened_at" as "mail_last_campaign_input_3",
      "mail_id" as "mail_last_campaign_input_4"
    from
      "mail"
    where
      (
        "opened_at" < cast($2 as timestamp)
        or "opened_at" is null
      )
  ),
  "mail_before_order" as (
    select
      "order"."order_id" as "mail_before_order_order_id",
      last (
        "mail_rows"."mail_last_campaign_input"
        order by
          "mail_rows"."mail_last_campaign_input_3",
          "mail_rows"."mail_last_campaign_input_4"
      ) filter (
        where
          "mail_rows"."mail_last_campaign_input_2"
      ) as "mail_last_campaign"
    from
      "orders" as "order"
      left join "mail_rows" on "order"."customer_id" = "mail_rows"."mail_of_order_customer_id"
    where
      "mail_rows"."mail_at" < "order"."ordered_at"
    group by
      1
  )
select
  "customer_rows"."customer_first_category_2" as "customer_first_category",
  "customer_rows"."customer_favourite_category_2" as "customer_favourite_category",
  "mail_before_order"."mail_last_campaign" as "order_last_mail_before",
  count(*) as "order_orders"
from
  "orders" as "order"
  left join "customer_rows" on "order"."customer_id" = "customer_rows"."customer_customer_id"
  left join "mail_before_order" on "order"."order_id" = "mail_before_order"."mail_before_order_order_id"
where
  (
    "order"."ordered_at" < cast($3 as timestamp)
    or "order"."ordered_at" is null
  )
group by
  1,
  2,
  3
order by
  "customer_first_category" asc nulls last,
  "customer_favourite_category" asc nulls last,
  "order_last_mail_before" asc nulls last
limit
  $4;
