-- variables { "from": "2025-01-01", "to": "2025-09-15", "states": ["TX", "WA", "NV"] }

-- rows
with revenue as (
  select c.state, i.feature5 as category, sum(cast(i.feature9 as numeric(18, 2))) as value
  from activity_stream i
  join customer c on c.customer_id = i.entity_id
  where i.activity = 'order_invoiced' and i.activity_ts >= timestamp '2025-01-01' and i.activity_ts < timestamp '2025-09-16'
    and c.state in ('TX', 'WA', 'NV')
  group by 1, 2
)
select
  state as "customer.state",
  category as "orderInvoiced.productCategory",
  value as "orderInvoiced.monetary",
  cast(value as double precision) / cast((select sum(value) from revenue whole where whole.state = revenue.state) as double precision)
    as "orderInvoiced.shareWithinState",
  1 + (select count(*) from revenue better where better.state = revenue.state and better.value > revenue.value) as "orderInvoiced.rankWithinState"
from revenue
order by 1, 5, 2;

-- totals
select sum(cast(feature9 as numeric(18, 2))) as "orderInvoiced.monetary"
from activity_stream
where activity = 'order_invoiced' and activity_ts >= timestamp '2025-01-01' and activity_ts < timestamp '2025-09-16'
  and entity_id in (select customer_id from customer where state in ('TX', 'WA', 'NV'));
