-- rows
select
  (select state from customer where customer.customer_id = purchase.customer_id) as "customer.state",
  count(*) as "purchase.purchases",
  sum(amount) as "purchase.revenue",
  sum(case when category = 'Beer' then amount end) as "purchase.beerRevenue",
  date '2024-06-30' - max(bought_on) as "purchase.recency"
from purchase
where bought_on <= date '2024-06-30'
group by 1
order by 1 nulls last;

-- totals
select count(*) as "purchase.purchases", sum(amount) as "purchase.revenue", date '2024-06-30' - max(bought_on) as "purchase.recency"
from purchase
where bought_on <= date '2024-06-30';
