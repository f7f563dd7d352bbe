-- H2 and H5, which came as totals only. Whoever a breakdown does not place is "not known" in it.
create or replace temp table stated as
select
    figure, regexp_extract(filename, '([0-9]{4}-[0-9]{2})-[0-9a-f]+\.parquet$', 1) as period, place,
    breakdown, "group" as grp, numerator_low as numerator, denominator_low as denominator
from read_parquet([totals_of('gp_depression_register'), totals_of('alcohol_in_pregnancy')], filename = true);

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
with rest as (
    select
        groups.figure, groups.period, groups.place, groups.breakdown, 'not_known' as grp,
        any_value(everyone.numerator) - sum(groups.numerator) as numerator,
        any_value(everyone.denominator) - sum(groups.denominator) as denominator
    from stated as groups
    join stated as everyone using (figure, period, place)
    where everyone.breakdown = '' and groups.breakdown <> ''
    group by all
)
select figure, getvariable('home'), period, breakdown, grp, sum(numerator), sum(denominator)
from (from stated union all from rest)
group by all;
