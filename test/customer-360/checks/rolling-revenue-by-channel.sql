-- variables { "from": "2025-02-01", "to": "2025-08-31", "channels": ["Club", "Hotel", "Venue"] }
-- A row for every month of every channel, those without an invoice included.

-- rows
with invoice as (
  select c.channel_name, i.activity_ts, cast(i.feature9 as numeric(18, 2)) as value
  from activity_stream i
  join customer c on c.customer_id = i.entity_id
  where i.activity = 'order_invoiced' and i.activity_ts < timestamp '2025-09-01' and c.channel_name in ('Club', 'Hotel', 'Venue')
),
month as (
  select m as first, m + interval '1 month' as next, m - interval '2 months' as two_before
  from generate_series(timestamp '2025-02-01', timestamp '2025-08-01', interval '1 month') as months(m)
)
select
  channel.channel_name as "customer.channelName",
  cast(first as date) as "time.month",
  (select sum(value) from invoice i where i.channel_name = channel.channel_name and activity_ts >= first and activity_ts < next) as "orderInvoiced.monetary",
  (select sum(value) from invoice i where i.channel_name = channel.channel_name and activity_ts >= two_before and activity_ts < next) as "orderInvoiced.monetary3Months"
from month
cross join (select distinct channel_name from invoice) channel
order by 1, 2;
