-- variables { "from": "2024-11-01", "to": "2025-10-15", "categories": ["Beer", "Wine"] }
-- Orders with a line of beer or wine; of them those with such a line rejected, and those with such a line invoiced.

-- rows
with line as (
  select p.feature1 as id, p.entity_id || split_part(p.feature1, '-', 1) as order_number, c.channel_name
  from activity_stream p
  left join customer c on c.customer_id = p.entity_id
  where p.activity = 'order_placed' and p.activity_ts >= timestamp '2024-11-01' and p.activity_ts < timestamp '2025-10-16'
    and p.feature5 in ('Beer', 'Wine')
),
counted as (
  select
    channel_name,
    count(distinct order_number) as placed,
    count(distinct case when id in (
      select feature1 from activity_stream where activity = 'order_rejected' and activity_ts < timestamp '2025-10-16'
    ) then order_number end) as rejected,
    count(distinct case when id in (
      select feature1 from activity_stream where activity = 'order_invoiced' and activity_ts < timestamp '2025-10-16'
    ) then order_number end) as invoiced
  from line
  group by channel_name
)
select
  channel_name as "customer.channelName",
  placed as "orderPlaced.frequency",
  rejected as "orderRejected.frequency",
  round(100.0 * rejected / placed, 2) as "orderRejected.percentageRejected",
  invoiced as "orderInvoiced.frequency",
  round(100.0 * invoiced / placed, 2) as "orderInvoiced.percentageInvoiced"
from counted
order by 4 desc, 1;

-- totals
with line as (
  select feature1 as id, entity_id || split_part(feature1, '-', 1) as order_number
  from activity_stream
  where activity = 'order_placed' and activity_ts >= timestamp '2024-11-01' and activity_ts < timestamp '2025-10-16'
    and feature5 in ('Beer', 'Wine')
),
counted as (
  select
    (select count(distinct order_number) from line) as placed,
    (select count(distinct order_number) from line join activity_stream r on r.feature1 = line.id
      where r.activity = 'order_rejected' and r.activity_ts < timestamp '2025-10-16') as rejected,
    (select count(distinct order_number) from line join activity_stream i on i.feature1 = line.id
      where i.activity = 'order_invoiced' and i.activity_ts < timestamp '2025-10-16') as invoiced
)
select
  placed as "orderPlaced.frequency",
  rejected as "orderRejected.frequency",
  round(100.0 * rejected / placed, 2) as "orderRejected.percentageRejected",
  invoiced as "orderInvoiced.frequency",
  round(100.0 * invoiced / placed, 2) as "orderInvoiced.percentageInvoiced"
from counted;
