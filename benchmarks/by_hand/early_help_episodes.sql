-- T1 and T1.previous_start: referrals, with what came before the child's referral. One window for both.
create or replace temp table cube as
with referrals as (
    select
        referred_on, home_area, ethnicity, age_band, child_id,
        max(
            case when episode_start is not null then coalesce(episode_end, date '9999-12-31') end
        ) over earlier as closed,
        max(referred_on) over earlier as referred
    from read_parquet(returned('early_help_episodes'))
    window earlier as (
        partition by child_id order by referred_on, record_id rows between unbounded preceding and 1 preceding
    )
)
select
    quarter_of(referred_on) as key,
    home_area as area,
    coalesce(ethnicity, 'not_known') as ethnicity,
    coalesce(age_band, 'not_known') as age_band,
    count(*) as n_referrals,
    count_if(child_id is not null and closed between referred_on - interval 12 months and referred_on) as n_again,
    count_if(child_id is not null and referred >= referred_on - interval 12 months) as n_soon_after
from referrals
where referred_on >= date '2023-04-01'
group by all;

create or replace temp table leaves as
select key, area, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from cube group by all
union all
select key, area, 'ethnicity', ethnicity, sum(columns('^n_')) from cube group by all
union all
select key, area, 'child_age_band', age_band, sum(columns('^n_')) from cube group by all
union all
select key, area, 'deprivation', coalesce(fifth, 'not_known'), sum(columns('^n_'))
from cube left join areas using (area) group by all;

create or replace temp table answer as from rolled_up('leaves', 'quarters_and_years', ['hub', 'authority']);

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
select 'T1', place, period, breakdown, grp, n_again, n_referrals from answer
union all select 'T1.previous_start', place, period, breakdown, grp, n_soon_after, n_referrals from answer;

-- T2: children open on the last day of each quarter, by the first of their open episodes. A year ends as its last
-- quarter does.
create or replace temp table cube as
with ends as (
    select key, name, make_date(key // 4, key % 4 * 3 + 1, 1) + interval 3 months - interval 1 day as last_day
    from quarters
),
open as (
    select
        key, child_id,
        arg_min(
            struct_pack(area := home_area, sex := sex), episode_start::varchar || record_id
        ) as first
    from read_parquet(returned('early_help_episodes'))
    join ends on episode_start <= last_day and (episode_end is null or episode_end > last_day)
    where not unborn and child_id is not null
    group by all
)
select key, first.area as area, coalesce(first.sex, 'not_known') as sex, count(*) as n_children
from open group by all;

create or replace temp table leaves as
select key, area, '' as breakdown, '' as grp, sum(n_children) as n_children from cube group by all
union all
select key, area, 'sex', sex, sum(n_children) from cube group by all
union all
select key, area, 'deprivation', coalesce(fifth, 'not_known'), sum(n_children)
from cube left join areas using (area) group by all;

create or replace temp table ends_of_years as
select key, name from quarters union all select key, financial_year from quarters where name like '%Q4';

-- A rate at the end of March 2025 is of the children of mid-2024.
create or replace temp table children as
with people as (
    select area, ward, hub, fifth, mid_year::bigint as mid_year, sex, count::bigint as people
    from read_csv(places_file('populations'), all_varchar = true) as populations
    join areas on areas.area = populations.place
    where age_from = '0' and age_to = '17'
),
by_bin as (
    select * exclude (fifth, sex), '' as breakdown, '' as grp from people where sex is null
    union all
    select * exclude (fifth, sex), 'sex', sex from people where sex is not null
    union all
    select * exclude (fifth, sex), 'deprivation', fifth from people where sex is null
)
select mid_year, reach.place, breakdown, grp, sum(people) as people
from by_bin join reach on reach.leaf = by_bin.area
group by all;

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
select 'T2', answer.place, period, breakdown, grp, n_children, people
from rolled_up('leaves', 'ends_of_years', ['ward', 'hub', 'authority']) as answer
join (
    select name, year(make_date(key // 4, key % 4 * 3 + 1, 1)) - 1 as mid_year from ends_of_years
) as asked on asked.name = answer.period
left join children using (mid_year, place, breakdown, grp);
