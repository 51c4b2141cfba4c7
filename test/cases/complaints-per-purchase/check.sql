-- rows
select state as "customer.state", case when bought > 0 then cast(complained as double precision) / bought end as "complaint.complaintsPerPurchase"
from (
  select
    state,
    (select count(*) from complaint where customer_id in (select customer_id from customer c where c.state = states.state)) as complained,
    (select count(*) from purchase where customer_id in (select customer_id from customer c where c.state = states.state)) as bought
  from (select distinct state from customer) states
) counted
order by 2 desc nulls last, 1;

-- totals
select
  cast((select count(*) from complaint) as double precision) / (select count(*) from purchase) as "complaint.complaintsPerPurchase";
