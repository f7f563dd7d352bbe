-- T3a, T3b and their companions, of the two whole years. Three sets of parents, each by the first course that ended in
-- the year: who came at all, who completed, and who completed with a score before and after.
create or replace temp table courses as
select
    parent_id, year_key as key,
    ended_on::varchar || record_id as turn,
    sessions_attended >= 1 as came,
    sessions_attended * 10 >= sessions_offered * 7 as completed,
    coalesce(
        instrument in ('swemwbs', 'wemwbs', 'sdq') and score_before is not null and score_after is not null, false
    ) as paired,
    case instrument when 'sdq' then score_before - score_after else score_after - score_before end as better,
    case instrument when 'swemwbs' then 2.875523 when 'wemwbs' then 8.589989 when 'sdq' then 6.820800 end as bound,
    struct_pack(hub := hub, home := home_area, sex := sex, paired := paired, better := better, bound := bound) as course
from read_parquet(returned('parenting_courses')) as rows
join quarters on quarters.key = quarter_of(ended_on)
where parent_id is not null and financial_year <> '2023-24';

create or replace temp table cube as
with firsts as (
    select parent_id, key, 'came' as who, arg_min(course, turn) as first from courses where came group by all
    union all
    select parent_id, key, 'completed', arg_min(course, turn) from courses where completed group by all
    union all
    select parent_id, key, 'paired', arg_min(course, turn) from courses where completed and paired group by all
)
select
    key, first.hub as hub, first.home as home, coalesce(first.sex, 'not_known') as sex,
    count_if(who = 'came') as n_came,
    count_if(who = 'completed') as n_completed,
    count_if(who = 'completed' and first.paired) as n_completed_paired,
    count_if(who = 'paired') as n_paired,
    count_if(who = 'paired' and first.better > first.bound) as n_improved,
    count_if(who = 'paired' and -first.better > first.bound) as n_worsened,
    count_if(who = 'paired' and first.better > 0) as n_any
from firsts group by all;

create or replace temp table leaves as
select key, hub as area, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from cube group by all
union all
select key, hub, 'sex', sex, sum(columns('^n_')) from cube group by all
union all
select key, cube.hub, 'deprivation', coalesce(fifth, 'not_known'), sum(columns('^n_'))
from cube left join areas on areas.area = cube.home group by all;

create or replace temp table answer as from rolled_up('leaves', 'years', ['hub', 'authority']);

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
select 'T3a', place, period, breakdown, grp, n_came, null from answer
union all select 'T3a.completers', place, period, breakdown, grp, n_completed, null from answer
union all select 'T3b', place, period, breakdown, grp, n_improved, n_paired from answer
union all
select 'T3b.same', place, period, breakdown, grp, n_paired - n_improved - n_worsened, n_paired from answer
union all select 'T3b.worsened', place, period, breakdown, grp, n_worsened, n_paired from answer
union all select 'T3b.any_improvement', place, period, breakdown, grp, n_any, n_paired from answer
union all select 'T3b.paired', place, period, breakdown, grp, n_completed_paired, n_completed from answer;
