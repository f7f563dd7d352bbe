-- P3: six breakdowns make more cells than there are children, so each is grouped apart.
create or replace temp table chosen as
select
    academic_year_of(completed_on) as key,
    home_area as area,
    sex, ethnicity, free_school_meals, send, first_language,
    (listening_attention_understanding = 'expected' and speaking = 'expected' and self_regulation = 'expected'
        and managing_self = 'expected' and building_relationships = 'expected' and gross_motor = 'expected'
        and fine_motor = 'expected' and comprehension = 'expected' and word_reading = 'expected'
        and writing = 'expected' and number = 'expected' and numerical_patterns = 'expected') as good
from read_parquet(returned('early_years_profile'));

create or replace temp table leaves as
with by_sex as materialized (
    select key, area, sex as grp, count_if(good) as n_good, count(*) as n_children from chosen group by all
)
select key, area, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from by_sex group by all
union all
select key, area, 'sex', coalesce(grp, 'not_known'), n_good, n_children from by_sex
union all
select key, area, 'ethnicity', coalesce(ethnicity, 'not_known'), count_if(good), count(*) from chosen group by all
union all
select key, area, 'free_school_meals', coalesce(free_school_meals, 'not_known'), count_if(good), count(*)
from chosen group by all
union all
select key, area, 'send', coalesce(send, 'not_known'), count_if(good), count(*) from chosen group by all
union all
select key, area, 'first_language', coalesce(first_language, 'not_known'), count_if(good), count(*)
from chosen group by all
union all
select key, area, 'deprivation', coalesce(fifth, 'not_known'), sum(columns('^n_'))
from by_sex left join areas using (area) group by all;

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
select 'P3', place, period, breakdown, grp, n_good, n_children
from rolled_up('leaves', 'academic_years', ['ward', 'hub', 'authority']);
