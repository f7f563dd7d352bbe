-- W-R1b. The return of the third quarter of 2024-25 never came, so neither that quarter nor that year is counted.
create or replace temp table leaves as
select
    quarter_of(met_on) as key, hub as area, '' as breakdown, '' as grp,
    count_if(attended) as n_attended, count(*) as n_invited
from read_parquet(returned('meeting_register'))
group by all;

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
select 'W-R1b', place, period, breakdown, grp, n_attended, n_invited
from rolled_up('leaves', 'quarters_and_years', ['hub', 'authority'])
where period not in ('2024-25-Q3', '2024-25');
