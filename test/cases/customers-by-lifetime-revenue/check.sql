-- rows
select
  lifetime.n as "customer.numberOfPurchases",
  lifetime.wines as "customer.wines",
  count(*) as "customer.customers",
  max(lifetime.revenue) as "customer.largestLifetime",
  sum(lifetime.recent) as "purchase.revenue"
from (
  select
    c.customer_id,
    count(p.purchase_id) as n,
    count(case when p.category = 'Wine' then 1 end) as wines,
    sum(p.amount) as revenue,
    sum(case when p.bought_on >= date '2024-01-20' then p.amount end) as recent
  from customer c left join purchase p on p.customer_id = c.customer_id and p.bought_on <= date '2024-06-30'
  group by c.customer_id
) lifetime
-- A purchase since 20 January is asked for: customers without one are out.
where lifetime.revenue >= 50 and lifetime.recent is not null
group by lifetime.n, lifetime.wines
order by lifetime.n, lifetime.wines;
