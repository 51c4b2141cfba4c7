-- variables { "from": "2024-07-01", "to": "2025-04-15", "states": ["TX", "FL", "CA"] }
-- The first month shown is July 2024: what was invoiced in the year before it counts all the same.

-- rows
with invoice as (
  select i.activity_ts, cast(i.feature9 as numeric(18, 2)) as value
  from activity_stream i
  join customer c on c.customer_id = i.entity_id
  where i.activity = 'order_invoiced' and i.activity_ts < timestamp '2025-04-16' and c.state in ('TX', 'FL', 'CA')
),
month as (
  select m as first, m + interval '1 month' as next, date_trunc('year', m) as first_of_year
  from generate_series(timestamp '2024-07-01', timestamp '2025-04-01', interval '1 month') as months(m)
)
select
  cast(first_of_year as date) as "time.year",
  cast(first as date) as "time.month",
  (select sum(value) from invoice where activity_ts >= first and activity_ts < next) as "orderInvoiced.monetary",
  (select sum(value) from invoice where activity_ts >= first_of_year and activity_ts < next) as "orderInvoiced.monetaryYearToDate"
from month
order by 1, 2;
