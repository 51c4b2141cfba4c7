-- rows
with
  visits as (
    select page, cast(date_trunc('month', visited_at at time zone 'UTC' at time zone 'Europe/Berlin') as date) as m from visit
  ),
  complaints as (
    select is_open, cast(date_trunc('month', raised_at at time zone 'UTC' at time zone 'Europe/Berlin') as date) as m from complaint
  ),
  purchases as (select amount, cast(date_trunc('month', bought_on) as date) as m from purchase),
  months as (select m from visits union select m from complaints union select m from purchases)
select
  months.m as "time.month",
  (select count(*) from visits where visits.m = months.m) as "visit.visits",
  (select count(distinct page) from visits where visits.m = months.m) as "visit.pages",
  (select sum(amount) from purchases where purchases.m = months.m) as "purchase.revenue",
  (select count(*) from complaints where complaints.m = months.m) as "complaint.complaints",
  (select count(*) from complaints where complaints.m = months.m and is_open) as "complaint.openComplaints"
from months
where months.m between date '2024-01-01' and date '2024-03-31'
order by 1;

-- totals
select
  (select count(*) from visit where visited_at >= timestamp '2023-12-31 23:00:00' and visited_at < timestamp '2024-03-31 22:00:00') as "visit.visits",
  (select count(distinct page) from visit where visited_at >= timestamp '2023-12-31 23:00:00' and visited_at < timestamp '2024-03-31 22:00:00')
    as "visit.pages",
  (select sum(amount) from purchase where bought_on between date '2024-01-01' and date '2024-03-31') as "purchase.revenue",
  (select count(*) from complaint where raised_at >= timestamp '2023-12-31 23:00:00' and raised_at < timestamp '2024-03-31 22:00:00')
    as "complaint.complaints";
