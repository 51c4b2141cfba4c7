-- rows
select
  customer.customer_id as "customer.customerId",
  customer.name as "customer.name",
  count(*) as "purchase.purchases",
  sum(purchase.amount) as "purchase.revenue",
  max(purchase.bought_at) as "purchase.latest"
from purchase left join customer on customer.customer_id = purchase.customer_id
where purchase.bought_at < timestamp '2024-07-01 00:00:00'
group by customer.customer_id, customer.name
order by sum(purchase.amount) desc, customer.customer_id
limit 3;

-- totals
select sum(amount) as "purchase.revenue" from purchase where purchase_id < 8;
