-- rows
select
  month_of_customer.customer_id as "customer.customerId",
  month_of_customer.month as "time.month",
  month_of_customer.purchases as "purchase.purchases",
  month_of_customer.revenue as "purchase.revenue",
  cast(month_of_customer.revenue / (
    select sum(amount) from purchase
    where purchase.customer_id = month_of_customer.customer_id and bought_at < timestamp '2024-07-01 00:00:00'
  ) as double precision) as "purchase.shareOfRevenue"
from (
  select customer_id, cast(date_trunc('month', bought_at) as date) as month, count(*) as purchases, sum(amount) as revenue
  from purchase
  where customer_id is not null and bought_at < timestamp '2024-07-01 00:00:00'
  group by 1, 2
) as month_of_customer
where (
  select count(*) from (
    select customer_id, date_trunc('month', bought_at) as month, sum(amount) as revenue from purchase group by 1, 2
  ) as better
  where better.customer_id = month_of_customer.customer_id and better.revenue > month_of_customer.revenue
    and better.month < timestamp '2024-07-01 00:00:00'
) < 2
order by month_of_customer.customer_id, month_of_customer.revenue desc
