-- variables { "asOf": "2025-10-15", "channels": ["Bar", "Hotel"] }

-- rows
select
  c.state as "customer.state",
  count(distinct c.customer_id) as "customer.countCustomers",
  date '2025-10-15' - max(cast(o.activity_ts as date)) as "orderPlaced.recency",
  count(distinct o.entity_id || split_part(o.feature1, '-', 1)) as "orderPlaced.frequency",
  sum(cast(o.feature9 as numeric(18, 2))) as "orderPlaced.monetary"
from customer c
left join activity_stream o on o.entity_id = c.customer_id and o.activity = 'order_placed' and o.activity_ts < timestamp '2025-10-16'
where c.channel_name in ('Bar', 'Hotel')
group by c.state
order by 5 desc nulls last, 1;

-- totals
select
  count(distinct c.customer_id) as "customer.countCustomers",
  date '2025-10-15' - max(cast(o.activity_ts as date)) as "orderPlaced.recency",
  count(distinct o.entity_id || split_part(o.feature1, '-', 1)) as "orderPlaced.frequency",
  sum(cast(o.feature9 as numeric(18, 2))) as "orderPlaced.monetary"
from customer c
left join activity_stream o on o.entity_id = c.customer_id and o.activity = 'order_placed' and o.activity_ts < timestamp '2025-10-16'
where c.channel_name in ('Bar', 'Hotel');
