-- variables { "asOf": "2025-10-15", "states": ["TX", "FL", "CA"] }
-- The last 12 months begin on 2024-10-16, the 12 before on 2023-10-16. 30 % of value is margin.

-- rows
with line as (
  select entity_id, cast(activity_ts as date) as day, split_part(feature1, '-', 1) as order_number, cast(feature9 as numeric(18, 2)) as value
  from activity_stream
  where activity = 'order_placed' and activity_ts < timestamp '2025-10-16'
),
-- Orders by their last line: what began before and ended in the last 12 months is one of them.
placed as (
  select entity_id, order_number, max(day) as day from line group by entity_id, order_number
),
counted as (
  select
    entity_id,
    count(*) as ever,
    count(*) filter (where day >= date '2024-10-16') as now,
    count(*) filter (where day >= date '2023-10-16' and day < date '2024-10-16') as before
  from placed group by entity_id
),
turnover as (
  select entity_id, sum(value) as value from line where day >= date '2024-10-16' group by entity_id
),
known as (
  select
    case
      when referred_by is not null then 'REFERRED'
      when acquisition_source is null then 'UNKNOWN'
      else upper(replace(replace(acquisition_source, 'E-Mail', 'Email'), ' ', '_'))
    end as acquisition,
    case acquisition_source
      when 'Sales Visit' then 2000 when 'Trade Fair' then 4000 when 'Social Media' then 600 when 'Web Search' then 300 when 'E-Mail Campaign' then 50
    end as cost,
    coalesce(ever, 0) as ever, coalesce(now, 0) as now, coalesce(before, 0) as before, value
  from customer c
  left join counted on counted.entity_id = c.customer_id
  left join turnover on turnover.entity_id = c.customer_id
  where c.state in ('TX', 'FL', 'CA')
),
summed as (
  select
    acquisition,
    count(*) filter (where now > 0) as buyers,
    count(*) filter (where before > 0) as at_start,
    count(*) filter (where before > 0 and now = 0) as lost,
    cast(sum(value) as double precision) / sum(now) as basket,
    cast(sum(now) as double precision) / nullif(count(*) filter (where now > 0), 0) as often,
    cast(sum(value) * 0.30 as double precision) / cast(sum(value) as double precision) as margin,
    cast(sum(cost) filter (where now > 0 and now = ever) as double precision)
      / nullif(count(cost) filter (where now > 0 and now = ever), 0) as cost
  from known group by acquisition
),
churned as (
  select *, cast(lost as double precision) / nullif(at_start, 0) as churn from summed
),
valued as (
  select *, basket * often * margin / nullif(churn, 0) as lifetime_value from churned
)
select
  acquisition as "customer.acquisition",
  buyers as "customer.buyers",
  at_start as "customer.customersAtStart",
  lost as "customer.customersLost",
  churn as "customer.churnRate",
  lifetime_value as "customer.formulaLifetimeValue",
  cost as "customer.averageAcquisitionCost",
  lifetime_value / cost as "customer.acquisitionRatio",
  case when lifetime_value / cost < 1 then 'NOT_VIABLE' when lifetime_value / cost <= 3 then 'VIABLE' when lifetime_value / cost > 3 then 'EXCELLENT' end
    as "customer.acquisitionViability",
  case when churn is null then 'NO_CUSTOMERS_AT_START' when churn = 0 then 'NOBODY_LEFT' when cost is null then 'NO_ACQUISITION_COST' end
    as "customer.whyNoAcquisitionRatio"
from valued
order by acquisition;

-- totals
with line as (
  select entity_id, cast(activity_ts as date) as day, split_part(feature1, '-', 1) as order_number, cast(feature9 as numeric(18, 2)) as value
  from activity_stream
  where activity = 'order_placed' and activity_ts < timestamp '2025-10-16'
),
-- Orders by their last line: what began before and ended in the last 12 months is one of them.
placed as (
  select entity_id, order_number, max(day) as day from line group by entity_id, order_number
),
counted as (
  select
    entity_id,
    count(*) as ever,
    count(*) filter (where day >= date '2024-10-16') as now,
    count(*) filter (where day >= date '2023-10-16' and day < date '2024-10-16') as before
  from placed group by entity_id
),
turnover as (
  select entity_id, sum(value) as value from line where day >= date '2024-10-16' group by entity_id
),
known as (
  select
    case acquisition_source
      when 'Sales Visit' then 2000 when 'Trade Fair' then 4000 when 'Social Media' then 600 when 'Web Search' then 300 when 'E-Mail Campaign' then 50
    end as cost,
    coalesce(ever, 0) as ever, coalesce(now, 0) as now, coalesce(before, 0) as before, value
  from customer c
  left join counted on counted.entity_id = c.customer_id
  left join turnover on turnover.entity_id = c.customer_id
  where c.state in ('TX', 'FL', 'CA')
),
summed as (
  select
    count(*) filter (where now > 0) as buyers,
    count(*) filter (where before > 0) as at_start,
    count(*) filter (where before > 0 and now = 0) as lost,
    cast(sum(value) as double precision) / sum(now) as basket,
    cast(sum(now) as double precision) / nullif(count(*) filter (where now > 0), 0) as often,
    cast(sum(value) * 0.30 as double precision) / cast(sum(value) as double precision) as margin,
    cast(sum(cost) filter (where now > 0 and now = ever) as double precision)
      / nullif(count(cost) filter (where now > 0 and now = ever), 0) as cost
  from known
),
churned as (
  select *, cast(lost as double precision) / nullif(at_start, 0) as churn from summed
),
valued as (
  select *, basket * often * margin / nullif(churn, 0) as lifetime_value from churned
)
select
  buyers as "customer.buyers",
  at_start as "customer.customersAtStart",
  lost as "customer.customersLost",
  churn as "customer.churnRate",
  lifetime_value as "customer.formulaLifetimeValue",
  cost as "customer.averageAcquisitionCost",
  lifetime_value / cost as "customer.acquisitionRatio",
  case when lifetime_value / cost < 1 then 'NOT_VIABLE' when lifetime_value / cost <= 3 then 'VIABLE' when lifetime_value / cost > 3 then 'EXCELLENT' end
    as "customer.acquisitionViability",
  case when churn is null then 'NO_CUSTOMERS_AT_START' when churn = 0 then 'NOBODY_LEFT' when cost is null then 'NO_ACQUISITION_COST' end
    as "customer.whyNoAcquisitionRatio"
from valued;
