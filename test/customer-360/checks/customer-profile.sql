-- variables { "asOf": "2025-10-15", "customerId": "C000080" }
-- Scores are those among all customers; the last 24 months begin on October 16.

-- row
with line as (
  select entity_id, cast(activity_ts as date) as day, split_part(feature1, '-', 1) as order_number, cast(feature9 as numeric(18, 2)) as value
  from activity_stream
  where activity = 'order_placed' and activity_ts < timestamp '2025-10-16'
),
ever as (
  select entity_id, count(distinct order_number) as orders, sum(value) as value, date '2025-10-15' - max(day) as days, date '2025-10-15' - min(day) as age
  from line group by entity_id
),
recently as (
  select entity_id, count(distinct order_number) as orders, sum(value) as value, date '2025-10-15' - max(day) as days
  from line where day >= date '2023-10-16' group by entity_id
),
-- Between the first and the second fifth, and so on up to the last.
cut as (
  select
    percentile_cont(0.2) within group (order by days) as days_1,
    percentile_cont(0.4) within group (order by days) as days_2,
    percentile_cont(0.6) within group (order by days) as days_3,
    percentile_cont(0.8) within group (order by days) as days_4,
    percentile_cont(0.2) within group (order by orders) as orders_1,
    percentile_cont(0.4) within group (order by orders) as orders_2,
    percentile_cont(0.6) within group (order by orders) as orders_3,
    percentile_cont(0.8) within group (order by orders) as orders_4,
    percentile_cont(0.2) within group (order by value) as value_1,
    percentile_cont(0.4) within group (order by value) as value_2,
    percentile_cont(0.6) within group (order by value) as value_3,
    percentile_cont(0.8) within group (order by value) as value_4
  from recently
),
scored as (
  select
    entity_id,
    5 - (
      case when days > days_1 then 1 else 0 end
      + case when days > days_2 then 1 else 0 end
      + case when days > days_3 then 1 else 0 end
      + case when days > days_4 then 1 else 0 end
    ) as r,
    1
      + case when orders > orders_1 then 1 else 0 end
      + case when orders > orders_2 then 1 else 0 end
      + case when orders > orders_3 then 1 else 0 end
      + case when orders > orders_4 then 1 else 0 end as f,
    1
      + case when value > value_1 then 1 else 0 end
      + case when value > value_2 then 1 else 0 end
      + case when value > value_3 then 1 else 0 end
      + case when value > value_4 then 1 else 0 end as m
  from recently cross join cut
),
rejections as (
  select count(*) as count from activity_stream
  where activity = 'order_rejected' and entity_id = 'C000080' and activity_ts < timestamp '2025-10-16'
),
engagements as (
  select count(*) as count from engagement_stream
  where activity in ('email_clicked', 'survey_answered') and entity_id = 'C000080' and activity_ts < timestamp '2025-10-16'
)
select
  c.customer_name as "customerName",
  c.state as "state",
  c.channel_name as "channelName",
  ever.value as "lifetimeValue",
  ever.orders as "lifetimeOrders",
  ever.days as "daysSinceLastOrder",
  scored.r as "recencyScore24m",
  scored.f as "frequencyScore24m",
  scored.m as "monetaryScore24m",
  case
    when r >= 4 and f >= 4 and m >= 4 then 'VIPS'
    when age <= 90 then 'NEW_CUSTOMERS'
    when r >= 3 and f >= 4 then 'LOYAL'
    when r >= 3 and m >= 4 then 'BIG_SPENDERS'
    when r >= 4 then 'PROMISING'
    when r = 3 then 'REGULARS'
    when r <= 2 and (f >= 4 or m >= 4) then 'SHAKY_CANDIDATES'
    when r <= 2 then 'SLEEPING'
    else 'WITHOUT_ORDERS'
  end as "mosaique",
  ever.orders as "orders.totalCount",
  ever.orders + rejections.count + engagements.count as "timeline.totalCount"
from customer c
join ever on ever.entity_id = c.customer_id
join scored on scored.entity_id = c.customer_id
cross join rejections
cross join engagements
where c.customer_id = 'C000080';

-- orders.nodes
select
  'C000080-' || placed.order_number as "orderNo",
  replace(cast(placed.moment as varchar(19)), ' ', 'T') || 'Z' as "placedAt",
  replace(cast(invoiced.moment as varchar(19)), ' ', 'T') || 'Z' as "invoicedAt"
from (
  select split_part(feature1, '-', 1) as order_number, min(activity_ts) as moment
  from activity_stream
  where activity = 'order_placed' and entity_id = 'C000080' and activity_ts < timestamp '2025-10-16'
  group by split_part(feature1, '-', 1)
) placed
left join (
  select split_part(feature1, '-', 1) as order_number, min(activity_ts) as moment
  from activity_stream
  where activity = 'order_invoiced' and entity_id = 'C000080' and activity_ts < timestamp '2025-10-16'
  group by split_part(feature1, '-', 1)
) invoiced on invoiced.order_number = placed.order_number
order by placed.moment desc, placed.order_number
limit 2;

-- orders.nodes.linesPlaced.nodes
with line as (
  select activity_uuid, activity_ts, split_part(feature1, '-', 1) as order_number, feature5 as category, cast(feature9 as numeric(18, 2)) as value
  from activity_stream
  where activity = 'order_placed' and entity_id = 'C000080' and activity_ts < timestamp '2025-10-16'
),
latest as (select order_number, min(activity_ts) as moment from line group by order_number order by moment desc, order_number limit 2)
select line.category as "productCategory", line.value as "orderValue"
from line
join latest on latest.order_number = line.order_number
order by latest.moment desc, latest.order_number, line.activity_uuid;

-- timeline.nodes
-- Streams stand before orders in the model.
with happened as (
  select
    case activity when 'email_clicked' then 'EmailClicked' else 'SurveyAnswered' end as name,
    activity_ts as moment,
    1 as source,
    activity_uuid as id,
    case when activity = 'email_clicked' then feature1 end as campaign,
    case when activity = 'survey_answered' then feature1 end as answer,
    null as code,
    cast(null as numeric(18, 2)) as value
  from engagement_stream
  where activity in ('email_clicked', 'survey_answered') and entity_id = 'C000080' and activity_ts < timestamp '2025-10-16'
  union all
  select 'OrderRejected', activity_ts, 2, activity_uuid, null, null, feature3, cast(feature9 as numeric(18, 2))
  from activity_stream
  where activity = 'order_rejected' and entity_id = 'C000080' and activity_ts < timestamp '2025-10-16'
  union all
  select 'Order', min(activity_ts), 3, 'C000080-' || split_part(feature1, '-', 1), null, null, null, null
  from activity_stream
  where activity = 'order_placed' and entity_id = 'C000080' and activity_ts < timestamp '2025-10-16'
  group by split_part(feature1, '-', 1)
)
select
  name as "__typename",
  replace(cast(moment as varchar(19)), ' ', 'T') || 'Z' as "occurredAt",
  case when source = 3 then id end as "orderNo",
  code as "orderRejectCode",
  value as "orderValue",
  campaign as "campaign",
  answer as "answer"
from happened
order by moment desc, source, id
limit 4;

-- slice.rows
select
  cast(cast(date_trunc('quarter', activity_ts) as date) as varchar(10)) as "time.quarter",
  count(distinct case when activity = 'order_placed' then split_part(feature1, '-', 1) end) as "orderPlaced.frequency",
  sum(case when activity = 'order_placed' then cast(feature9 as numeric(18, 2)) end) as "orderPlaced.monetary",
  count(distinct case when activity = 'order_rejected' then split_part(feature1, '-', 1) end) as "orderRejected.frequency"
from activity_stream
where activity in ('order_placed', 'order_rejected') and entity_id = 'C000080'
  and activity_ts >= timestamp '2025-01-01' and activity_ts < timestamp '2025-10-16'
group by 1
order by 1;
