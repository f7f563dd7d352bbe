-- H7, H7.mean and H7.number: parents with a score, by the first of the year.
create or replace temp table cube as
with firsts as (
    select
        parent_id, quarters.year_key as key,
        arg_min(
            struct_pack(area := home_area, sex := sex, score := gad2_score), screened_on::varchar || record_id
        ) as first
    from read_parquet(returned('parent_anxiety')) as screens
    join quarters on quarters.key = quarter_of(screened_on)
    where parent_id is not null and gad2_score is not null
    group by all
)
select
    key, first.area as area, coalesce(first.sex, 'not_known') as sex,
    count(*) as n_parents, count_if(first.score >= 3) as n_anxious,
    sum(first.score) as n_score, sum(first.score * first.score) as n_squares
from firsts group by all;

create or replace temp table leaves as
select key, area, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from cube group by all
union all
select key, area, 'sex', sex, sum(columns('^n_')) from cube group by all
union all
select key, area, 'deprivation', coalesce(fifth, 'not_known'), sum(columns('^n_'))
from cube left join areas using (area) group by all;

create or replace temp table answer as from rolled_up('leaves', 'years', ['hub', 'authority']);

insert into counts (figure, place, period, breakdown, "group", numerator, denominator, squares)
select 'H7', place, period, breakdown, grp, n_anxious, n_parents, null from answer
union all select 'H7.mean', place, period, breakdown, grp, n_score, n_parents, n_squares from answer
union all select 'H7.number', place, period, breakdown, grp, n_parents, null, null from answer;
