-- rows
with seen as (select * from orders where ordered_at < timestamp '2024-07-01 00:00:00'),
  numbered as (select *, row_number() over (partition by customer_id order by ordered_at, order_id) as place from seen),
  counted as (
    select customer_id, category, row_number() over (partition by customer_id order by count(*) desc, category) as place from seen group by 1, 2
  )
select f.category as "customer.firstCategory", c.category as "customer.favouriteCategory",
  (select campaign from mail as m where m.customer_id = o.customer_id and m.opened_at < o.ordered_at order by opened_at desc limit 1) as "order.lastMailBefore",
  count(*) as "order.orders"
from seen as o
join numbered as f on f.customer_id = o.customer_id and f.place = 1
join counted as c on c.customer_id = o.customer_id and c.place = 1
group by 1, 2, 3
order by 1, 2, 3 nulls last
