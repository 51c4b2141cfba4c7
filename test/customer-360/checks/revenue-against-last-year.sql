-- variables { "from": "2025-02-01", "to": "2025-09-15", "states": ["TX", "FL", "CA"] }
-- September is compared like with like: up to the 15th in both years. February 29 of 2024 is a day of February 2025.

-- rows
with invoice as (
  select i.activity_ts, cast(i.feature9 as numeric(18, 2)) as value
  from activity_stream i
  join customer c on c.customer_id = i.entity_id
  where i.activity = 'order_invoiced' and c.state in ('TX', 'FL', 'CA')
),
this_year as (
  select extract(month from activity_ts) as month, sum(value) as value
  from invoice where activity_ts >= timestamp '2025-02-01' and activity_ts < timestamp '2025-09-16' group by 1
),
last_year as (
  select extract(month from activity_ts) as month, sum(value) as value
  from invoice where activity_ts >= timestamp '2024-02-01' and activity_ts < timestamp '2024-09-16' group by 1
)
select
  cast('2025-0' || cast(cast(t.month as integer) as text) || '-01' as date) as "time.month",
  t.value as "orderInvoiced.monetary",
  l.value as "orderInvoiced.monetaryLastYear",
  cast(t.value - l.value as double precision) / cast(l.value as double precision) as "orderInvoiced.growthOnLastYear"
from this_year t
join last_year l on l.month = t.month
order by 1;

-- totals
with invoice as (
  select i.activity_ts, cast(i.feature9 as numeric(18, 2)) as value
  from activity_stream i
  join customer c on c.customer_id = i.entity_id
  where i.activity = 'order_invoiced' and c.state in ('TX', 'FL', 'CA')
),
years as (
  select
    (select sum(value) from invoice where activity_ts >= timestamp '2025-02-01' and activity_ts < timestamp '2025-09-16') as this_year,
    (select sum(value) from invoice where activity_ts >= timestamp '2024-02-01' and activity_ts < timestamp '2024-09-16') as last_year
)
select
  this_year as "orderInvoiced.monetary",
  last_year as "orderInvoiced.monetaryLastYear",
  cast(this_year - last_year as double precision) / cast(last_year as double precision) as "orderInvoiced.growthOnLastYear"
from years;
