-- variables { "from": "2025-01-01", "to": "2025-10-15" }
-- Invoices after October 15 do not exist yet.

-- rows
with placed as (
  select entity_id, split_part(feature1, '-', 1) as number, min(cast(activity_ts as date)) as day
  from activity_stream
  where activity = 'order_placed'
  group by 1, 2
),
invoiced as (
  select entity_id, split_part(feature1, '-', 1) as number, min(cast(activity_ts as date)) as day
  from activity_stream
  where activity = 'order_invoiced' and activity_ts < timestamp '2025-10-16'
  group by 1, 2
)
select
  cast(date_trunc('month', p.day) as date) as "time.month",
  count(*) as "order.countOrders",
  count(i.day) as "order.countInvoiced",
  count(*) - count(i.day) as "order.countNotInvoiced",
  cast(sum(i.day - p.day) as double precision) / count(i.day) as "order.averageDaysToInvoice"
from placed p
left join invoiced i on i.entity_id = p.entity_id and i.number = p.number
where p.day between date '2025-01-01' and date '2025-10-15'
group by 1
order by 1;

-- totals
with invoiced as (
  select entity_id, split_part(feature1, '-', 1) as number, min(cast(activity_ts as date)) as day
  from activity_stream
  where activity = 'order_invoiced' and activity_ts < timestamp '2025-10-16'
  group by 1, 2
),
placed as (
  select entity_id, split_part(feature1, '-', 1) as number, min(cast(activity_ts as date)) as day
  from activity_stream
  where activity = 'order_placed'
  group by 1, 2
)
select
  count(*) as "order.countOrders",
  count(i.day) as "order.countInvoiced",
  count(*) - count(i.day) as "order.countNotInvoiced",
  cast(sum(i.day - p.day) as double precision) / count(i.day) as "order.averageDaysToInvoice"
from placed p
left join invoiced i on i.entity_id = p.entity_id and i.number = p.number
where p.day between date '2025-01-01' and date '2025-10-15';
