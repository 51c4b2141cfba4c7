-- variables { "asOf": "2025-07-17", "states": ["TX", "FL", "CA"], "first": 50 }
-- The last month is June 2025. Every customer has a row for each of the twelve months to its end, so that an empty month is a 0 in the average.

-- rows
with month as (
  select cast(m as date) as first_day, cast(m + interval '1 month' as date) as next_first_day
  from generate_series(timestamp '2024-07-01', timestamp '2025-06-01', interval '1 month') as months(m)
),
by_month as (
  select c.customer_id, month.first_day, count(distinct split_part(r.feature1, '-', 1)) as rejected
  from customer c
  cross join month
  left join activity_stream r on r.activity = 'order_rejected' and r.entity_id = c.customer_id
    and r.activity_ts >= month.first_day and r.activity_ts < month.next_first_day
  group by 1, 2
),
compared as (
  select
    customer_id,
    sum(case when first_day = date '2025-06-01' then rejected else 0 end) as last_month,
    cast(sum(rejected) as double precision) / count(*) as a_month
  from by_month
  group by customer_id
)
select
  c.customer_id as "customer.customerId",
  c.customer_name as "customer.customerName",
  c.state as "customer.state",
  compared.last_month as "customer.rejectedOrdersLastMonth",
  compared.a_month as "customer.rejectedOrdersPerMonth"
from compared
join customer c on c.customer_id = compared.customer_id
where compared.last_month > compared.a_month and c.state in ('TX', 'FL', 'CA')
order by 4 desc, 5, 1
limit 50;
