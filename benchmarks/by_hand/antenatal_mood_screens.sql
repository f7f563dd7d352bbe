-- H3 and its companions. A pregnancy stands in the year of its first positive screen, or of its first whole screen.
-- The last return of 2025-26 has not come, so that year is not counted.
create or replace temp table pregnancies as
select
    pregnancy_id,
    arg_min(
        struct_pack(
            day := screened_on, area := home_area, ethnicity := ethnicity, offer := offer, service := service,
            accepted_on := accepted_on
        ),
        screened_on::varchar || record_id
    ) filter (gad2_score >= 3 or phq2_score >= 3) as positive,
    arg_min(
        struct_pack(day := screened_on, area := home_area, ethnicity := ethnicity), screened_on::varchar || record_id
    ) filter (gad2_score is not null and phq2_score is not null) as screened
from read_parquet(returned('antenatal_mood_screens'))
where pregnancy_id is not null
group by all;

create or replace temp table cube as
with positives as (
    select
        positive,
        positive.offer = 'accepted' and positive.accepted_on - positive.day between 0 and 42
            and positive.service in (
                'perinatal_community', 'parent_infant', 'maternal_mental_health', 'talking_therapies', 'targeted_group'
            ) as helped,
        positive.offer = 'declined' as declined
    from pregnancies where positive is not null
)
select
    quarter_of(positive.day) as key,
    positive.area as area,
    coalesce(positive.ethnicity, 'not_known') as ethnicity,
    count(*) as n_positive,
    count_if(helped) as n_helped,
    count_if(declined) as n_declined,
    count_if(declined is not true and helped is not true) as n_neither,
    0 as n_screened,
    0 as n_screened_positive
from positives group by all
union all
select
    quarter_of(screened.day), screened.area, coalesce(screened.ethnicity, 'not_known'),
    0, 0, 0, 0, count(*), count(positive)
from pregnancies where screened is not null group by all;

create or replace temp table leaves as
select key, area, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from cube group by all
union all
select key, area, 'ethnicity', ethnicity, sum(columns('^n_')) from cube group by all
union all
select key, area, 'deprivation', coalesce(fifth, 'not_known'), sum(columns('^n_'))
from cube left join areas using (area) group by all;

create or replace temp table whole_years as
select key, financial_year as name from quarters where financial_year <> '2025-26';

create or replace temp table answer as from rolled_up('leaves', 'whole_years', ['hub', 'authority']);

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
select 'H3', place, period, breakdown, grp, n_helped, n_positive from answer
union all select 'H3.declined', place, period, breakdown, grp, n_declined, n_positive from answer
union all select 'H3.neither', place, period, breakdown, grp, n_neither, n_positive from answer
union all select 'H3.positive', place, period, breakdown, grp, n_screened_positive, n_screened from answer;

create or replace temp table screened as select place, period, breakdown, grp, n_screened from answer;
