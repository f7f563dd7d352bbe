-- P5a and P5b: two of the year groups only. The finest cells first: a pupil has six or so half terms in one of them.
create or replace temp table cube as
select
    academic_year_of(starts_on) as key,
    home_area as area,
    year_group, sex, ethnicity, free_school_meals, send, first_language,
    sum(sessions_attended) as n_attended,
    sum(sessions_possible) as n_possible
from read_parquet(returned('school_attendance'))
where year_group in (6, 10)
group by all;

create macro attendance(dimension) as table
select key, area, dimension as grp,
    sum(n_attended) filter (year_group = 6) as n_attended_6, sum(n_possible) filter (year_group = 6) as n_possible_6,
    sum(n_attended) filter (year_group = 10) as n_attended_10, sum(n_possible) filter (year_group = 10) as n_possible_10
from cube group by all;

create or replace temp table leaves as
with by_sex as materialized (from attendance(sex))
select key, area, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from by_sex group by all
union all select key, area, 'sex', coalesce(grp, 'not_known'), columns('^n_') from by_sex
union all select key, area, 'ethnicity', coalesce(grp, 'not_known'), columns('^n_') from attendance(ethnicity)
union all
select key, area, 'free_school_meals', coalesce(grp, 'not_known'), columns('^n_') from attendance(free_school_meals)
union all select key, area, 'send', coalesce(grp, 'not_known'), columns('^n_') from attendance(send)
union all select key, area, 'first_language', coalesce(grp, 'not_known'), columns('^n_') from attendance(first_language)
union all
select key, area, 'deprivation', coalesce(fifth, 'not_known'), sum(columns('^n_'))
from by_sex left join areas using (area) group by all;

create or replace temp table answer as from rolled_up('leaves', 'academic_years', ['ward', 'hub', 'authority']);

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
select 'P5a', place, period, breakdown, grp, n_attended_6, n_possible_6 from answer
union all select 'P5b', place, period, breakdown, grp, n_attended_10, n_possible_10 from answer;
