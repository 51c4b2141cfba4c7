-- variables { "asOf": "2025-10-15", "first": 7, "states": ["TX", "FL", "CA"] }

-- row
select true as "pageInfo.hasNextPage", count(*) as "totalCount"
from customer
where state in ('TX', 'FL', 'CA');

-- nodes
select
  c.customer_id as "customerId",
  c.customer_name as "customerName",
  c.state as "state",
  o.value as "lifetimeValue",
  coalesce(o.orders, 0) as "lifetimeOrders",
  date '2025-10-15' - o.latest as "daysSinceLastOrder"
from customer c
left join (
  select
    entity_id,
    sum(cast(feature9 as numeric(18, 2))) as value,
    count(distinct split_part(feature1, '-', 1)) as orders,
    max(cast(activity_ts as date)) as latest
  from activity_stream
  where activity = 'order_placed' and activity_ts < timestamp '2025-10-16'
  group by entity_id
) o on o.entity_id = c.customer_id
where c.state in ('TX', 'FL', 'CA')
order by o.value desc nulls last, c.customer_id
limit 7;
