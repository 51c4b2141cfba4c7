-- variables { "asOf": "2025-10-15", "states": ["TX", "FL", "CA"], "first": 25 }

-- rows
select
  c.channel_name as "customer.channelName",
  o.feature5 as "orderPlaced.productCategory",
  date '2025-10-15' - max(cast(o.activity_ts as date)) as "orderPlaced.recency",
  count(distinct o.entity_id || split_part(o.feature1, '-', 1)) as "orderPlaced.frequency",
  sum(cast(o.feature9 as numeric(18, 2))) as "orderPlaced.monetary"
from activity_stream o
join customer c on c.customer_id = o.entity_id
where o.activity = 'order_placed' and o.activity_ts < timestamp '2025-10-16' and c.state in ('TX', 'FL', 'CA')
group by 1, 2
order by 5 desc, 1, 2
limit 25;

-- totals
select
  date '2025-10-15' - max(cast(o.activity_ts as date)) as "orderPlaced.recency",
  count(distinct o.entity_id || split_part(o.feature1, '-', 1)) as "orderPlaced.frequency",
  sum(cast(o.feature9 as numeric(18, 2))) as "orderPlaced.monetary"
from activity_stream o
where o.activity = 'order_placed' and o.activity_ts < timestamp '2025-10-16'
  and o.entity_id in (select customer_id from customer where state in ('TX', 'FL', 'CA'));
