-- P6e and its two companions.
create or replace temp table cube as
select
    academic_year_of(counted_on) as key,
    home_area as area,
    coalesce(sex, 'not_known') as sex,
    coalesce(send, 'not_known') as send,
    count(*) as n_people,
    count_if(activity = 'neet') as n_neet,
    count_if(activity = 'not_known') as n_not_known
from read_parquet(returned('participation_16_17'))
where academic_age between 16 and 17 and not in_custody
group by all;

create or replace temp table leaves as
select key, area, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from cube group by all
union all
select key, area, 'sex', sex, sum(columns('^n_')) from cube group by all
union all
select key, area, 'send', send, sum(columns('^n_')) from cube group by all
union all
select key, area, 'deprivation', coalesce(fifth, 'not_known'), sum(columns('^n_'))
from cube left join areas using (area) group by all;

create or replace temp table answer as from rolled_up('leaves', 'academic_years', ['hub', 'authority']);

-- An activity is never empty, so known is all but the not known.
insert into counts (figure, place, period, breakdown, "group", numerator, denominator, known)
select 'P6e', place, period, breakdown, grp, n_neet, n_people, n_people - n_not_known from answer
union all select 'P6e.not_known', place, period, breakdown, grp, n_not_known, n_people, null from answer
union all
select 'P6e.neet_or_not_known', place, period, breakdown, grp, n_neet + n_not_known, n_people, null from answer;
