-- P6a: see early_years_profile.sql for the shape.
create or replace temp table chosen as
select
    academic_year_of(assessed_on) as key,
    home_area as area,
    sex, ethnicity, free_school_meals, send, first_language,
    (reading_score >= 100 and maths_score >= 100 and writing in ('EXS', 'GDS')) as reached
from read_parquet(returned('attainment_ks2'));

create or replace temp table leaves as
with by_sex as materialized (
    select key, area, sex as grp, count_if(reached) as n_reached, count(*) as n_pupils from chosen group by all
)
select key, area, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from by_sex group by all
union all
select key, area, 'sex', coalesce(grp, 'not_known'), n_reached, n_pupils from by_sex
union all
select key, area, 'ethnicity', coalesce(ethnicity, 'not_known'), count_if(reached), count(*) from chosen group by all
union all
select key, area, 'free_school_meals', coalesce(free_school_meals, 'not_known'), count_if(reached), count(*)
from chosen group by all
union all
select key, area, 'send', coalesce(send, 'not_known'), count_if(reached), count(*) from chosen group by all
union all
select key, area, 'first_language', coalesce(first_language, 'not_known'), count_if(reached), count(*)
from chosen group by all
union all
select key, area, 'deprivation', coalesce(fifth, 'not_known'), sum(columns('^n_'))
from by_sex left join areas using (area) group by all;

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
select 'P6a', place, period, breakdown, grp, n_reached, n_pupils
from rolled_up('leaves', 'academic_years', ['ward', 'hub', 'authority']);
