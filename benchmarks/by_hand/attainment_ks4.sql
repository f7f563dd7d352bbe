-- P6c, P6c.grade_4 and P6d: see early_years_profile.sql for the shape. Scores are added in hundredths.
create or replace temp table chosen as
select
    academic_year_of(assessed_on) as key,
    home_area as area,
    sex, ethnicity, free_school_meals, send, first_language,
    english_grade >= 5 and maths_grade >= 5 as five,
    english_grade >= 4 and maths_grade >= 4 as four,
    (attainment8 * 100)::bigint as score
from read_parquet(returned('attainment_ks4'));

create macro ks4(dimension) as table
select key, area, dimension as grp, count(*) as n_pupils, count_if(five) as n_five, count_if(four) as n_four,
    sum(score) as n_score, count(score) as n_scored, sum(score * score) as n_squares
from chosen group by all;

create or replace temp table leaves as
with by_sex as materialized (from ks4(sex))
select key, area, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from by_sex group by all
union all select key, area, 'sex', coalesce(grp, 'not_known'), columns('^n_') from by_sex
union all select key, area, 'ethnicity', coalesce(grp, 'not_known'), columns('^n_') from ks4(ethnicity)
union all select key, area, 'free_school_meals', coalesce(grp, 'not_known'), columns('^n_') from ks4(free_school_meals)
union all select key, area, 'send', coalesce(grp, 'not_known'), columns('^n_') from ks4(send)
union all select key, area, 'first_language', coalesce(grp, 'not_known'), columns('^n_') from ks4(first_language)
union all
select key, area, 'deprivation', coalesce(fifth, 'not_known'), sum(columns('^n_'))
from by_sex left join areas using (area) group by all;

create or replace temp table answer as from rolled_up('leaves', 'academic_years', ['ward', 'hub', 'authority']);

insert into counts (figure, place, period, breakdown, "group", numerator, denominator, squares)
select 'P6c', place, period, breakdown, grp, n_five, n_pupils, null from answer
union all select 'P6c.grade_4', place, period, breakdown, grp, n_four, n_pupils, null from answer
union all select 'P6d', place, period, breakdown, grp, n_score, n_scored, n_squares from answer;
