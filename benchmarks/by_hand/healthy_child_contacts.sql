-- P4b and its companions, P4a (the change in it since a year before) and P4a.rate.
create or replace temp table cube as
select
    quarter_of(due_on) as key,
    home_area as area,
    coalesce(ethnicity, 'not_known') as ethnicity,
    count_if(contact = 'new_birth') as n_new_birth,
    count_if(contact = 'new_birth' and outcome in ('3', '7')) as n_new_birth_missed,
    count_if(contact = 'six_to_eight_weeks') as n_six_weeks,
    count_if(contact = 'six_to_eight_weeks' and outcome in ('3', '7')) as n_six_weeks_missed,
    count_if(contact = 'twelve_months') as n_twelve_months,
    count_if(contact = 'twelve_months' and outcome in ('3', '7')) as n_twelve_months_missed,
    count_if(contact = 'two_to_two_and_a_half_years') as n_two_years,
    count_if(contact = 'two_to_two_and_a_half_years' and outcome in ('3', '7')) as n_two_years_missed
from read_parquet(returned('healthy_child_contacts'))
where outcome in ('5', '6', '3', '7')
group by all;

create or replace temp table leaves as
select key, area, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from cube group by all
union all
select key, area, 'ethnicity', ethnicity, sum(columns('^n_')) from cube group by all
union all
select key, area, 'deprivation', coalesce(fifth, 'not_known'), sum(columns('^n_'))
from cube left join areas using (area) group by all;

create or replace temp table answer as
select
    *,
    n_new_birth_missed + n_six_weeks_missed + n_twelve_months_missed + n_two_years_missed as missed,
    n_new_birth + n_six_weeks + n_twelve_months + n_two_years as offered
from rolled_up('leaves', 'quarters_and_years', ['hub', 'authority']);

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
select 'P4b', place, period, breakdown, grp, missed, offered from answer
union all select 'P4a.rate', place, period, breakdown, grp, missed, offered from answer
union all select 'P4b.new_birth', place, period, breakdown, grp, n_new_birth_missed, n_new_birth from answer
union all select 'P4b.six_to_eight_weeks', place, period, breakdown, grp, n_six_weeks_missed, n_six_weeks from answer
union all select 'P4b.twelve_months', place, period, breakdown, grp, n_twelve_months_missed, n_twelve_months from answer
union all
select 'P4b.two_to_two_and_a_half_years', place, period, breakdown, grp, n_two_years_missed, n_two_years from answer;

insert into counts (
    figure, place, period, breakdown, "group", numerator, denominator, earlier_numerator, earlier_denominator
)
with a_year_before as (
    select later.name as period, earlier.name as earlier
    from quarters_and_years as later
    join quarters_and_years as earlier on earlier.key = later.key - 4 and len(earlier.name) = len(later.name)
    group by all
),
before as (
    select a_year_before.period, place, breakdown, grp, missed, offered
    from answer join a_year_before on a_year_before.earlier = answer.period
)
select
    'P4a', coalesce(answer.place, before.place), coalesce(answer.period, before.period),
    coalesce(answer.breakdown, before.breakdown), coalesce(answer.grp, before.grp),
    answer.missed, answer.offered, before.missed, before.offered
from (from answer where period in (select period from a_year_before)) as answer
full join before using (place, period, breakdown, grp);

-- By what age: each child once in a period, by the first contact of the kind, with the first day the child was seen at
-- any. A year's first is a quarter's first.
create or replace temp table firsts as
with dated as (
    select
        contact, child_id, record_id, due_on, outcome, born_on, turns_fifteen_months_on, ethnicity, home_area,
        case contact
            when 'new_birth' then born_on + 30
            when 'six_to_eight_weeks' then born_on + 56
            else turns_fifteen_months_on
        end as day
    from read_parquet(returned('healthy_child_contacts'))
    where contact in ('new_birth', 'six_to_eight_weeks', 'twelve_months') and child_id is not null
)
select
    contact, child_id, quarter_of(day) as quarter,
    arg_min(
        struct_pack(
            born := born_on, fifteen := turns_fifteen_months_on, ethnicity := ethnicity, area := home_area
        ),
        day::varchar || record_id
    ) as first,
    min(due_on) filter (outcome in ('5', '6')) as seen
from dated
group by all;

create or replace temp table marked as
with seen as (
    select contact, child_id, min(seen) as seen from firsts group by all
)
select
    contact, child_id, quarter, year_key, first.area as area, first.ethnicity as ethnicity,
    case contact
        when 'new_birth' then seen.seen - first.born <= 14
        when 'six_to_eight_weeks' then seen.seen - first.born <= 56
        else (seen.seen - interval 12 months)::date <= first.born
    end as on_time,
    seen.seen <= first.fifteen as in_the_end
from firsts
join seen using (contact, child_id)
join quarters on quarters.key = firsts.quarter;

create or replace temp table cube as
with of_year as (
    select
        contact, year_key,
        arg_min(
            struct_pack(area := area, ethnicity := ethnicity, on_time := on_time, in_the_end := in_the_end), quarter
        ) as first
    from marked group by contact, child_id, year_key
)
select
    contact, quarter as key, false as of_year, area, ethnicity,
    count(*) as children, count_if(on_time) as on_time, count_if(in_the_end) as in_the_end
from marked group by all
union all
select
    contact, year_key, true, first.area, first.ethnicity,
    count(*), count_if(first.on_time), count_if(first.in_the_end)
from of_year group by all;

create or replace temp table cube as
select
    key, of_year, area, coalesce(ethnicity, 'not_known') as ethnicity,
    sum(children) filter (contact = 'new_birth') as n_new_birth,
    sum(on_time) filter (contact = 'new_birth') as n_by_14_days,
    sum(children) filter (contact = 'six_to_eight_weeks') as n_six_weeks,
    sum(on_time) filter (contact = 'six_to_eight_weeks') as n_by_56_days,
    sum(children) filter (contact = 'twelve_months') as n_twelve_months,
    sum(on_time) filter (contact = 'twelve_months') as n_by_12_months,
    sum(in_the_end) filter (contact = 'twelve_months') as n_by_15_months
from cube
group by all;

create or replace temp table leaves as
select key, of_year, area, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from cube group by all
union all
select key, of_year, area, 'ethnicity', ethnicity, sum(columns('^n_')) from cube group by all
union all
select key, of_year, area, 'deprivation', coalesce(fifth, 'not_known'), sum(columns('^n_'))
from cube left join areas using (area) group by all;

create or replace temp table leaves_of_quarters as from leaves where not of_year;
create or replace temp table leaves_of_years as from leaves where of_year;
create or replace temp table answer as
from rolled_up('leaves_of_quarters', 'quarters', ['hub', 'authority'])
union all from rolled_up('leaves_of_years', 'years', ['hub', 'authority']);

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
select 'P4b.new_birth_by_14_days', place, period, breakdown, grp, n_by_14_days, n_new_birth from answer
union all
select 'P4b.six_to_eight_weeks_by_56_days', place, period, breakdown, grp, n_by_56_days, n_six_weeks from answer
union all
select 'P4b.twelve_months_by_12_months', place, period, breakdown, grp, n_by_12_months, n_twelve_months from answer
union all
select 'P4b.twelve_months_by_15_months', place, period, breakdown, grp, n_by_15_months, n_twelve_months from answer;
