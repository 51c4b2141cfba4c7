-- variables { "asOf": "2025-10-15", "states": ["TX", "FL", "CA"] }
-- Scores are those among all customers, whatever states are asked for; the last 24 months begin on October 16.

-- rows
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
grouped as (
  select
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
    end as mosaique,
    coalesce(ever.orders, 0) as orders,
    ever.value,
    ever.days
  from customer c
  left join ever on ever.entity_id = c.customer_id
  left join scored on scored.entity_id = c.customer_id
  where c.state in ('TX', 'FL', 'CA')
)
select
  mosaique as "customer.mosaique",
  count(*) as "customer.countCustomers",
  cast(sum(orders) as double precision) / count(*) as "customer.averageOrders",
  cast(sum(value) as double precision) / count(value) as "customer.averageLifetimeValue",
  cast(sum(days) as double precision) / count(days) as "customer.averageDaysSinceLastOrder",
  round(100.0 * count(*) / (select count(*) from grouped), 2) as "customer.percentageCustomers"
from grouped
group by mosaique
order by 1;

-- totals
with line as (
  select entity_id, cast(activity_ts as date) as day, split_part(feature1, '-', 1) as order_number, cast(feature9 as numeric(18, 2)) as value
  from activity_stream
  where activity = 'order_placed' and activity_ts < timestamp '2025-10-16'
),
ever as (
  select entity_id, count(distinct order_number) as orders, sum(value) as value, date '2025-10-15' - max(day) as days
  from line group by entity_id
),
grouped as (
  select coalesce(orders, 0) as orders, value, days
  from customer c
  left join ever on ever.entity_id = c.customer_id
  where c.state in ('TX', 'FL', 'CA')
)
select
  count(*) as "customer.countCustomers",
  cast(sum(orders) as double precision) / count(*) as "customer.averageOrders",
  cast(sum(value) as double precision) / count(value) as "customer.averageLifetimeValue",
  cast(sum(days) as double precision) / count(days) as "customer.averageDaysSinceLastOrder",
  100 as "customer.percentageCustomers"
from grouped;
