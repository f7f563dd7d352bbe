-- H4 and H4.delivery by quarter and year, and what H3.screened divides by: pregnancies booked.
-- A pregnancy counts once in a period, as its first record of the period says.
create or replace temp table firsts as
select
    pregnancy_id, quarter_of(booked_on) as quarter,
    arg_min(
        struct_pack(
            area := home_area, ethnicity := ethnicity, age_band := age_band,
            on_pathway := on_pathway
        ),
        booked_on::varchar || record_id
    ) as first,
    arg_min(
        struct_pack(
            area := home_area, ethnicity := ethnicity, age_band := age_band,
            visited := joint_visit_on is not null or antenatal_visit_on is not null
        ),
        booked_on::varchar || record_id
    ) filter (eligible) as eligible
from read_parquet(returned('maternity_pathway'))
where pregnancy_id is not null
group by all;

create or replace temp table of_years as
select
    pregnancy_id, year_key as quarter,
    arg_min(first, firsts.quarter) as first,
    arg_min(eligible, firsts.quarter) filter (eligible is not null) as eligible
from firsts join quarters on quarters.key = firsts.quarter
group by all;

create macro bookings(firsts) as table
with cube as (
    select
        quarter as key, first.area as area, coalesce(first.ethnicity, 'not_known') as ethnicity,
        coalesce(first.age_band, 'not_known') as age_band,
        count(*) as n_booked, count_if(first.on_pathway) as n_on_pathway, 0 as n_eligible, 0 as n_visited
    from query_table(firsts) group by all
    union all
    select
        quarter, eligible.area, coalesce(eligible.ethnicity, 'not_known'), coalesce(eligible.age_band, 'not_known'),
        0, 0, count(*), count_if(eligible.visited)
    from query_table(firsts) where eligible is not null group by all
)
select key, area, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from cube group by all
union all
select key, area, 'ethnicity', ethnicity, sum(columns('^n_')) from cube group by all
union all
select key, area, 'adult_age_band', age_band, sum(columns('^n_')) from cube group by all
union all
select key, area, 'deprivation', coalesce(fifth, 'not_known'), sum(columns('^n_'))
from cube left join areas using (area) group by all;

create or replace temp table leaves_of_quarters as from bookings('firsts');
create or replace temp table leaves_of_years as from bookings('of_years');
create or replace temp table answer as
from rolled_up('leaves_of_quarters', 'quarters', ['hub', 'authority'])
union all from rolled_up('leaves_of_years', 'years', ['hub', 'authority']);

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
select 'H4', place, period, breakdown, grp, n_on_pathway, n_booked from answer
union all select 'H4.delivery', place, period, breakdown, grp, n_visited, n_eligible from answer
union all
select 'H3.screened', place, period, breakdown, grp, n_screened, n_booked
from screened left join answer using (place, period, breakdown, grp);
