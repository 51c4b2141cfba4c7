-- variables { "asOf": "2025-10-15", "first": 12 }

-- rows
select
  c.customer_id as "customer.customerId",
  c.customer_name as "customer.customerName",
  c.state as "customer.state",
  c.channel_name as "customer.channelName",
  o.monetary as "orderPlaced.monetary",
  o.frequency as "orderPlaced.frequency",
  date '2025-10-15' - o.latest as "orderPlaced.recency"
from customer c
join (
  select
    entity_id,
    sum(cast(feature9 as numeric(18, 2))) as monetary,
    count(distinct split_part(feature1, '-', 1)) as frequency,
    max(cast(activity_ts as date)) as latest
  from activity_stream
  where activity = 'order_placed' and activity_ts < timestamp '2025-10-16'
  group by entity_id
) o on o.entity_id = c.customer_id
order by o.monetary desc, c.customer_id
limit 12;
