-- What every other file uses: where each small area lies, which periods there are, and the table of answers.
-- Written for the demonstration: every link stands for all of its years, so nothing here asks on which day.

create macro returned(dataset) as getvariable('store') || '/rows/' || dataset || '/*.parquet';
create macro totals_of(dataset) as getvariable('store') || '/aggregates/' || dataset || '/*.parquet';
create macro places_file(name) as getvariable('store') || '/places/' || name || '.csv';

create temp table places as select code, level from read_csv(places_file('places'), all_varchar = true);
create temp table links as select child, parent from read_csv(places_file('links'), all_varchar = true);
set variable home = (select code from places where level = 'authority');

create temp table areas as
select
    areas.code as area,
    any_value(links.parent) filter (above.level = 'ward') as ward,
    any_value(links.parent) filter (above.level = 'hub') as hub,
    any_value(attributes.value) as fifth
from places as areas
join links on links.child = areas.code
join places as above on above.code = links.parent
join read_csv(places_file('attributes'), all_varchar = true) as attributes
    on attributes.place = areas.code and attributes.scheme = 'deprivation_fifth'
where areas.level = 'small_area'
group by areas.code;

-- Which place of each level a record counts in, by the place it names; '' stands for none, or one we do not know.
create temp table reach as
select area as leaf, 'ward' as level, ward as place from areas
union all select area, 'hub', hub from areas
union all select code, level, code from places where level in ('ward', 'hub')
union all select code, 'ward', getvariable('home') || '?ward' from places where level = 'hub'
union all select code, 'hub', getvariable('home') || '?hub' from places where level = 'ward'
union all select '', level, getvariable('home') || '?' || level from (values ('ward'), ('hub')) as levels(level)
union all select code, 'authority', getvariable('home') from places where level in ('small_area', 'ward', 'hub')
union all select '', 'authority', getvariable('home');

-- Quarters are numbered from the year 0. Three in five figures are of quarters and of the financial years they make.
create macro quarter_of(day) as year(day) * 4 + quarter(day) - 1;
create macro academic_year_of(day) as year(day) - (month(day) < 9)::int;
create macro financial_year_name(first_quarter) as
    format('{}-{:02d}', first_quarter // 4, (first_quarter // 4 + 1) % 100);

create temp table quarters as
select
    key::bigint as key,
    key - (key - 1) % 4 as year_key,
    financial_year_name(year_key) as financial_year,
    financial_year || '-Q' || ((key - 1) % 4 + 1) as name
from range(2023 * 4 + 1, 2026 * 4 + 1) as numbers(key);

create temp table years as
select year_key::bigint as key, financial_year as name from quarters group by all;

create temp table quarters_and_years as
select key, name from quarters union all select key, financial_year from quarters;

create temp table academic_years as
select key::bigint as key, format('AY{}-{:02d}', key, (key + 1) % 100) as name from range(2022, 2025) as numbers(key);

-- The counts of periods and of the places of these levels, from counts by key and the place that the records name.
create macro rolled_up(leaves, periods, levels) as table
select periods.name as period, reach.place, breakdown, grp, sum(columns('^n_'))::bigint as '\0'
from query_table(leaves) as leaves
join query_table(periods) as periods on periods.key = leaves.key
join reach on reach.leaf = coalesce(leaves.area, '') and list_contains(levels, reach.level)
group by all;

create temp table counts (
    figure varchar, place varchar, period varchar, breakdown varchar, "group" varchar,
    numerator bigint, denominator bigint, squares bigint, known bigint,
    earlier_numerator bigint, earlier_denominator bigint
);
