-- rows
select
  states.state as "customer.state",
  (select count(*) from customer c where coalesce(c.state, '-') = coalesce(states.state, '-')) as "customer.customers",
  states.revenue as "purchase.revenue",
  states.average_amount as "purchase.averageAmount",
  states.categories as "purchase.categories"
from (
  select c.state, sum(p.amount) as revenue, avg(cast(p.amount as double precision)) as average_amount, count(distinct p.category) as categories
  from purchase p left join customer c using (customer_id)
  group by c.state
) states
where states.revenue >= 99
order by states.revenue desc
limit 2;

-- totals
select
  (select count(*) from customer where state is null or state <> 'CA') as "customer.customers",
  sum(amount) as "purchase.revenue",
  avg(cast(amount as double precision)) as "purchase.averageAmount",
  count(distinct category) as "purchase.categories"
from purchase
where customer_id <> 'cem';
