-- rows
select
  numbered.n as "visit.occurrence",
  count(*) as "visit.visits",
  count(numbered.following) as "visit.returned",
  min(numbered.following) as "visit.nextVisit"
from (
  select
    a.activity_id,
    a.ts,
    count(b.activity_id) as n,
    (
      select min(c.ts)
      from activity c
      where c.customer_id = a.customer_id and c.activity = a.activity and c.ts < timestamp '2024-07-01 00:00:00'
        and (c.ts > a.ts or (c.ts = a.ts and c.activity_id > a.activity_id))
    ) as following
  from activity a
  join activity b on b.customer_id = a.customer_id and b.activity = a.activity and (b.ts < a.ts or (b.ts = a.ts and b.activity_id <= a.activity_id))
  where a.activity = 'visited' and a.ts < timestamp '2024-07-01 00:00:00'
  group by a.activity_id, a.ts, a.customer_id, a.activity
) numbered
where numbered.ts >= timestamp '2024-01-10 00:00:00'
group by numbered.n
order by numbered.n;
