-- variables { "asOf": "2025-10-15", "channels": ["Bar", "Restaurant"] }
-- The 90 days that end with October 15 begin with July 18.

-- rows
with recent as (
  select c.customer_id, count(distinct split_part(o.feature1, '-', 1)) as orders
  from customer c
  left join activity_stream o on o.entity_id = c.customer_id and o.activity = 'order_placed'
    and cast(o.activity_ts as date) between date '2025-07-18' and date '2025-10-15'
  where c.channel_name in ('Bar', 'Restaurant')
  group by c.customer_id
)
select
  orders as "customer.ordersLast90Days",
  count(*) as "customer.countCustomers",
  (
    select sum(cast(feature9 as numeric(18, 2))) from activity_stream
    where activity = 'order_placed' and activity_ts < timestamp '2025-10-16'
      and entity_id in (select customer_id from recent same where same.orders = recent.orders)
  ) as "orderPlaced.monetary"
from recent
group by orders
order by 1;

-- totals
select
  (select count(*) from customer where channel_name in ('Bar', 'Restaurant')) as "customer.countCustomers",
  (
    select sum(cast(feature9 as numeric(18, 2))) from activity_stream
    where activity = 'order_placed' and activity_ts < timestamp '2025-10-16'
      and entity_id in (select customer_id from customer where channel_name in ('Bar', 'Restaurant'))
  ) as "orderPlaced.monetary";
