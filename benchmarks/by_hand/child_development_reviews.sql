-- P1: eight figures of one read; few enough cells to count the finest once and add up from there.
create or replace temp table cube as
with flags as (
    select
        quarter_of(due_by) as key,
        home_area as area,
        coalesce(sex, 'not_known') as sex,
        coalesce(ethnicity, 'not_known') as ethnicity,
        reviewed_on <= due_by as reviewed,
        reviewed and questionnaire = 'asq3' as asked,
        communication, gross_motor, fine_motor, problem_solving, personal_social,
        -- not null and not null is null only where one of them is
        asked and communication is not null and gross_motor is not null and fine_motor is not null
            and problem_solving is not null and personal_social is not null as whole
    from read_parquet(returned('child_development_reviews'))
)
select
    key, area, sex, ethnicity,
    count(*) as n_due,
    count_if(reviewed) as n_reviewed,
    count_if(asked) as n_asked,
    count_if(whole) as n_whole,
    count_if(
        whole and communication and gross_motor and fine_motor and problem_solving and personal_social
    ) as n_all_five,
    count_if(asked and communication is not null) as n_communication_known,
    count_if(asked and communication) as n_communication,
    count_if(asked and gross_motor is not null) as n_gross_motor_known,
    count_if(asked and gross_motor) as n_gross_motor,
    count_if(asked and fine_motor is not null) as n_fine_motor_known,
    count_if(asked and fine_motor) as n_fine_motor,
    count_if(asked and problem_solving is not null) as n_problem_solving_known,
    count_if(asked and problem_solving) as n_problem_solving,
    count_if(asked and personal_social is not null) as n_personal_social_known,
    count_if(asked and personal_social) as n_personal_social
from flags
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

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
select 'P1', place, period, breakdown, grp, n_all_five, n_whole from answer
union all select 'P1.reviewed', place, period, breakdown, grp, n_reviewed, n_due from answer
union all select 'P1.asq3_completed', place, period, breakdown, grp, n_asked, n_reviewed from answer
union all
select 'P1.communication', place, period, breakdown, grp, n_communication, n_communication_known
from answer
union all
select 'P1.gross_motor', place, period, breakdown, grp, n_gross_motor, n_gross_motor_known
from answer
union all select 'P1.fine_motor', place, period, breakdown, grp, n_fine_motor, n_fine_motor_known from answer
union all
select 'P1.problem_solving', place, period, breakdown, grp, n_problem_solving, n_problem_solving_known
from answer
union all
select 'P1.personal_social', place, period, breakdown, grp, n_personal_social, n_personal_social_known
from answer;
