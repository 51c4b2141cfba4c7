-- variables { "from": "2025-03-10", "to": "2025-09-15" }

-- rows
select
  cast(date_trunc('month', activity_ts) as date) as "time.month",
  feature5 as "orderInvoiced.productCategory",
  sum(cast(feature9 as numeric(18, 2))) as "orderInvoiced.monetary",
  count(distinct entity_id || split_part(feature1, '-', 1)) as "orderInvoiced.frequency"
from activity_stream
where activity = 'order_invoiced' and activity_ts >= timestamp '2025-03-10' and activity_ts < timestamp '2025-09-16'
group by 1, 2
order by 2, 1;

-- totals
select
  sum(cast(feature9 as numeric(18, 2))) as "orderInvoiced.monetary",
  count(distinct entity_id || split_part(feature1, '-', 1)) as "orderInvoiced.frequency"
from activity_stream
where activity = 'order_invoiced' and activity_ts >= timestamp '2025-03-10' and activity_ts < timestamp '2025-09-16';
