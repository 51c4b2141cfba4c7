-- variables { "from": "2025-03-10", "to": "2025-09-15", "states": ["TX", "FL", "CA"] }
-- The lines placed decide: a rejection or an invoice counts in the month of the line it is about.

-- rows
with line as (
  select p.feature1 as id, cast(date_trunc('month', p.activity_ts) as date) as month, p.entity_id || split_part(p.feature1, '-', 1) as order_number
  from activity_stream p
  join customer c on c.customer_id = p.entity_id
  where p.activity = 'order_placed' and p.activity_ts >= timestamp '2025-03-10' and p.activity_ts < timestamp '2025-09-16'
    and c.state in ('TX', 'FL', 'CA')
),
counted as (
  select
    month,
    count(distinct order_number) as placed,
    count(distinct case when exists (
      select 1 from activity_stream r where r.activity = 'order_rejected' and r.feature1 = line.id and r.activity_ts < timestamp '2025-09-16'
    ) then order_number end) as rejected,
    count(distinct case when exists (
      select 1 from activity_stream i where i.activity = 'order_invoiced' and i.feature1 = line.id and i.activity_ts < timestamp '2025-09-16'
    ) then order_number end) as invoiced
  from line
  group by month
)
select
  month as "orderPlaced.activityTsMonth",
  placed as "orderPlaced.frequency",
  rejected as "orderRejected.frequency",
  round(100.0 * rejected / placed, 2) as "orderRejected.percentageRejected",
  invoiced as "orderInvoiced.frequency",
  round(100.0 * invoiced / placed, 2) as "orderInvoiced.percentageInvoiced"
from counted
order by 1;

-- totals
with line as (
  select p.feature1 as id, p.entity_id || split_part(p.feature1, '-', 1) as order_number
  from activity_stream p
  join customer c on c.customer_id = p.entity_id
  where p.activity = 'order_placed' and p.activity_ts >= timestamp '2025-03-10' and p.activity_ts < timestamp '2025-09-16'
    and c.state in ('TX', 'FL', 'CA')
),
counted as (
  select
    (select count(distinct order_number) from line) as placed,
    (select count(distinct order_number) from line join activity_stream r on r.feature1 = line.id
      where r.activity = 'order_rejected' and r.activity_ts < timestamp '2025-09-16') as rejected,
    (select count(distinct order_number) from line join activity_stream i on i.feature1 = line.id
      where i.activity = 'order_invoiced' and i.activity_ts < timestamp '2025-09-16') as invoiced
)
select
  placed as "orderPlaced.frequency",
  rejected as "orderRejected.frequency",
  round(100.0 * rejected / placed, 2) as "orderRejected.percentageRejected",
  invoiced as "orderInvoiced.frequency",
  round(100.0 * invoiced / placed, 2) as "orderInvoiced.percentageInvoiced"
from counted;
