-- variables { "from": "2024-06-01", "to": "2025-05-15", "channels": ["Bar", "Restaurant"] }
-- A customer is new in a month when there is no earlier order than those of that month, else one who returned.

-- rows
with placed as (
  select o.entity_id, o.activity_ts, date_trunc('month', o.activity_ts) as month
  from activity_stream o
  join customer c on c.customer_id = o.entity_id
  where o.activity = 'order_placed' and o.activity_ts < timestamp '2025-05-16' and c.channel_name in ('Bar', 'Restaurant')
),
active as (
  select distinct
    month,
    entity_id,
    exists (select 1 from placed earlier where earlier.entity_id = placed.entity_id and earlier.activity_ts < placed.month) as returned
  from placed
  where activity_ts >= timestamp '2024-06-01'
)
select
  cast(month as date) as "time.month",
  count(*) as "orderPlaced.orderingCustomers",
  sum(case when returned then 0 else 1 end) as "orderPlaced.newCustomers",
  sum(case when returned then 1 else 0 end) as "orderPlaced.returningCustomers"
from active
group by month
order by 1;

-- totals
with first_order as (
  select o.entity_id, min(o.activity_ts) as earliest, max(o.activity_ts) as latest
  from activity_stream o
  join customer c on c.customer_id = o.entity_id
  where o.activity = 'order_placed' and o.activity_ts < timestamp '2025-05-16' and c.channel_name in ('Bar', 'Restaurant')
  group by o.entity_id
)
select
  count(*) as "orderPlaced.orderingCustomers",
  sum(case when earliest >= timestamp '2024-06-01' then 1 else 0 end) as "orderPlaced.newCustomers",
  sum(case when earliest < timestamp '2024-06-01' then 1 else 0 end) as "orderPlaced.returningCustomers"
from first_order
where latest >= timestamp '2024-06-01';
