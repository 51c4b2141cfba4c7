-- rows
with
  known as (select * from purchase where bought_on <= date '2024-06-30'),
  facts as (
    select
      c.state,
      (select count(*) from known p where p.customer_id = c.customer_id and p.category = 'Beer' and p.amount >= 50) as large_beers,
      (
        select count(*)
        from known p join complaint on complaint.purchase_id = p.purchase_id
        where p.customer_id = c.customer_id and complaint.is_open and complaint.raised_at < timestamp '2024-07-01 00:00:00'
      ) as open_complaints,
      (select count(*) from known p where p.customer_id = c.customer_id and p.category = 'Wine' and p.amount <> 90) as other_wines
    from customer c
  )
select state as "customer.state", count(*) as "customer.customers"
from facts
where large_beers > 0 and open_complaints = 0 and other_wines = 0
group by state
order by state nulls last;

-- totals
select count(*) as "customer.customers" from customer where customer_id in ('ann', 'dot', 'fay');
