-- rows
select
  category as "purchase.category",
  count(distinct customer_id) as "customer.customers",
  cast(avg(cast(credit as double precision)) as double precision) as "customer.averageCredit"
from (
  select distinct p.category, c.customer_id, c.credit
  from customer c join purchase p on p.customer_id = c.customer_id
  where p.amount >= 20 and p.bought_on <= date '2024-06-30'
) reached
group by category
order by category nulls last;

-- totals
select count(*) as "customer.customers", avg(cast(credit as double precision)) as "customer.averageCredit"
from customer
where customer_id in (select customer_id from purchase where amount >= 20 and bought_on <= date '2024-06-30');
