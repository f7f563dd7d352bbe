-- F-C3 and F-C3.anonymous: families who gave feedback, and pieces of anonymous feedback, beside families in contact.
-- A family counts once in a period, where its first record of the period says. A year's first is a quarter's first.
create or replace temp table contact_firsts as
select
    family_id, quarter_of(contacted_on) as quarter,
    arg_min(struct_pack(hub := hub, area := home_area), contacted_on::varchar || record_id) as first
from read_parquet(returned('hub_contacts'))
where family_id is not null
group by all;

create or replace temp table feedback_firsts as
select
    family_id, quarter_of(received_on) as quarter,
    arg_min(struct_pack(hub := hub, area := home_area), received_on::varchar || record_id) as first
from read_parquet(returned('feedback_register'))
where family_id is not null and kind in ('named', 'invitation')
group by all;

create macro firsts_by_cell(firsts) as table
select quarter as key, 'quarter' as of, first.hub as hub, first.area as home, count(*) as n
from query_table(firsts) group by all
union all
select key, 'year', first.hub, first.area, count(*)
from (
    select family_id, year_key as key, arg_min(first, firsts.quarter) as first
    from query_table(firsts) as firsts join quarters on quarters.key = firsts.quarter
    group by all
)
group by all;

create or replace temp table cube as
select key, of, hub, home, n as n_contacts, 0 as n_feedback, 0 as n_anonymous from firsts_by_cell('contact_firsts')
union all
select key, of, hub, home, 0, n, 0 from firsts_by_cell('feedback_firsts')
union all
select unnest([quarter, year_key]), unnest(['quarter', 'year']), hub, home, 0, 0, n
from (
    select quarter_of(received_on) as quarter, hub, home_area as home, count(*) as n
    from read_parquet(returned('feedback_register')) where kind = 'anonymous'
    group by all
) as anonymous
join quarters on quarters.key = anonymous.quarter;

create or replace temp table leaves as
select key, of, hub as area, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from cube group by all
union all
select key, of, cube.hub, 'deprivation', coalesce(fifth, 'not_known'), sum(columns('^n_'))
from cube left join areas on areas.area = cube.home group by all;

create or replace temp table leaves_of_quarters as from leaves where of = 'quarter';
create or replace temp table leaves_of_years as from leaves where of = 'year';
create or replace temp table answer as
from rolled_up('leaves_of_quarters', 'quarters', ['hub', 'authority'])
union all from rolled_up('leaves_of_years', 'years', ['hub', 'authority']);

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
select 'F-C3', place, period, breakdown, grp, n_feedback, n_contacts from answer
union all select 'F-C3.anonymous', place, period, breakdown, grp, n_anonymous, n_contacts from answer;
