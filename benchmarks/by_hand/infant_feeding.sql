-- P2: infants of one provider as records, of another as totals it has added up itself.
create or replace temp table cube as
select
    quarter_of(born_on + 56) as key,
    home_area as area,
    coalesce(sex, 'not_known') as sex,
    coalesce(ethnicity, 'not_known') as ethnicity,
    count(*) as n_infants,
    count_if(feeding = 'full') as n_full,
    count_if(feeding = 'partial') as n_partial,
    count_if(feeding = 'not_at_all') as n_not_at_all,
    count_if(feeding is null or feeding = 'not_known') as n_not_known
from read_parquet(returned('infant_feeding'))
group by all;

create or replace temp table leaves as
select key, area, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from cube group by all
union all
select key, area, 'sex', sex, sum(columns('^n_')) from cube group by all
union all
select key, area, 'ethnicity', ethnicity, sum(columns('^n_')) from cube group by all
union all
select key, area, 'deprivation', coalesce(fifth, 'not_known'), sum(columns('^n_'))
from cube left join areas using (area) group by all;

create or replace temp table answer as from rolled_up('leaves', 'quarters_and_years', ['ward', 'hub', 'authority']);

-- The totals: each figure's own rows. Whoever a breakdown does not place is "not known" in it.
create or replace temp table stated as
select
    figure, regexp_extract(filename, '([0-9]{4}-[0-9]{2}-Q[1-4])-[0-9a-f]+\.parquet$', 1) as quarter, place,
    breakdown, "group" as grp, numerator_low as numerator, denominator_low as denominator, known_low as known
from read_parquet(totals_of('infant_feeding'), filename = true);

create or replace temp table whole as
with rest as (
    select
        groups.figure, groups.quarter, groups.place, groups.breakdown, 'not_known' as grp,
        any_value(everyone.numerator) - sum(groups.numerator) as numerator,
        any_value(everyone.denominator) - sum(groups.denominator) as denominator,
        any_value(everyone.known) - sum(groups.known) as known
    from stated as groups
    join stated as everyone using (figure, quarter, place)
    where everyone.breakdown = '' and groups.breakdown <> ''
    group by all
)
select * from stated union all select * from rest;

create or replace temp table added as
select figure, reach.place, names.name as period, breakdown, grp,
    sum(numerator) as numerator, sum(denominator) as denominator, sum(known) as known
from whole
join quarters on quarters.name = whole.quarter
join quarters_and_years as names using (key)
join reach on reach.leaf = whole.place
group by all;

insert into counts (figure, place, period, breakdown, "group", numerator, denominator, known)
with counted as (
    select 'P2' as figure, place, period, breakdown, grp, n_full + n_partial as numerator, n_infants as denominator,
        n_full + n_partial + n_not_at_all as known from answer
    union all select 'P2.full', place, period, breakdown, grp, n_full, n_infants, null from answer
    union all select 'P2.partial', place, period, breakdown, grp, n_partial, n_infants, null from answer
    union all select 'P2.not_at_all', place, period, breakdown, grp, n_not_at_all, n_infants, null from answer
    union all select 'P2.not_known', place, period, breakdown, grp, n_not_known, n_infants, null from answer
    union all from added
)
select figure, place, period, breakdown, grp, sum(numerator), sum(denominator), sum(known) from counted group by all;
