-- variables { "from": "2025-03-10", "to": "2025-09-15" }
-- Each activity in the month in which it happened, so that the invoices of a month may be those of orders of the month before.

-- rows
with activity as (
  select
    activity,
    activity_ts,
    cast(date_trunc('month', activity_ts) as date) as month,
    entity_id || split_part(feature1, '-', 1) as order_number,
    feature1 as line,
    cast(feature9 as numeric(18, 2)) as value
  from activity_stream
  where activity_ts >= timestamp '2025-03-10' and activity_ts < timestamp '2025-09-16'
),
placed as (select month, count(distinct order_number) as orders, sum(value) as value from activity where activity = 'order_placed' group by month),
rejected as (select month, count(distinct order_number) as orders, sum(value) as value from activity where activity = 'order_rejected' group by month),
invoiced as (select month, count(distinct order_number) as orders, sum(value) as value from activity where activity = 'order_invoiced' group by month),
waited as (
  select i.month, cast(sum(cast(i.activity_ts as date) - cast(p.activity_ts as date)) as double precision) / count(*) as days
  from activity i
  join activity_stream p on p.feature1 = i.line and p.activity = 'order_placed'
  where i.activity = 'order_invoiced'
  group by i.month
)
select
  p.month as "time.month",
  p.orders as "orderPlaced.frequency",
  p.value as "orderPlaced.monetary",
  coalesce(r.orders, 0) as "orderRejected.frequency",
  r.value as "orderRejected.monetary",
  round(100.0 * coalesce(r.orders, 0) / p.orders, 2) as "orderRejected.percentageRejected",
  coalesce(i.orders, 0) as "orderInvoiced.frequency",
  i.value as "orderInvoiced.monetary",
  round(100.0 * coalesce(i.orders, 0) / p.orders, 2) as "orderInvoiced.percentageInvoiced",
  w.days as "orderInvoiced.daysToInvoice"
from placed p
left join rejected r on r.month = p.month
left join invoiced i on i.month = p.month
left join waited w on w.month = p.month
order by 1;

-- totals
with activity as (
  select activity, activity_ts, entity_id || split_part(feature1, '-', 1) as order_number, feature1 as line, cast(feature9 as numeric(18, 2)) as value
  from activity_stream
  where activity_ts >= timestamp '2025-03-10' and activity_ts < timestamp '2025-09-16'
),
placed as (select count(distinct order_number) as orders, sum(value) as value from activity where activity = 'order_placed'),
rejected as (select count(distinct order_number) as orders, sum(value) as value from activity where activity = 'order_rejected'),
invoiced as (select count(distinct order_number) as orders, sum(value) as value from activity where activity = 'order_invoiced'),
waited as (
  select cast(sum(cast(i.activity_ts as date) - cast(p.activity_ts as date)) as double precision) / count(*) as days
  from activity i
  join activity_stream p on p.feature1 = i.line and p.activity = 'order_placed'
  where i.activity = 'order_invoiced'
)
select
  placed.orders as "orderPlaced.frequency",
  placed.value as "orderPlaced.monetary",
  rejected.orders as "orderRejected.frequency",
  rejected.value as "orderRejected.monetary",
  round(100.0 * rejected.orders / placed.orders, 2) as "orderRejected.percentageRejected",
  invoiced.orders as "orderInvoiced.frequency",
  invoiced.value as "orderInvoiced.monetary",
  round(100.0 * invoiced.orders / placed.orders, 2) as "orderInvoiced.percentageInvoiced",
  waited.days as "orderInvoiced.daysToInvoice"
from placed, rejected, invoiced, waited;
