-- The family survey: 28 figures. Young people answer apart, so who answered is one more thing to group by.
create macro positive(answer) as answer in ('strongly_agree', 'agree', 'yes');
create macro does_not_know(answer) as answer in ('dont_know', 'not_sure');
create macro counts_in_base(answer) as answer in (
    'strongly_agree', 'agree', 'neither', 'disagree', 'strongly_disagree', 'yes', 'sometimes', 'no'
);

create or replace temp table chosen as
select
    wave, hub, version = 'young_person' as young,
    version, sex, age_band, ethnicity, disability, deprivation_fifth,
    positive(know_services)::tinyint as know_services_p,
    counts_in_base(know_services)::tinyint as know_services_b,
    does_not_know(know_services)::tinyint as know_services_d,
    positive(help_when_needed)::tinyint as help_when_needed_p,
    counts_in_base(help_when_needed)::tinyint as help_when_needed_b,
    does_not_know(help_when_needed)::tinyint as help_when_needed_d,
    positive(help_how_needed)::tinyint as help_how_needed_p,
    counts_in_base(help_how_needed)::tinyint as help_how_needed_b,
    does_not_know(help_how_needed)::tinyint as help_how_needed_d,
    positive(welcome)::tinyint as welcome_p,
    counts_in_base(welcome)::tinyint as welcome_b,
    does_not_know(welcome)::tinyint as welcome_d,
    positive(trust_helper)::tinyint as trust_helper_p,
    counts_in_base(trust_helper)::tinyint as trust_helper_b,
    does_not_know(trust_helper)::tinyint as trust_helper_d,
    positive(listened_to)::tinyint as listened_to_p,
    counts_in_base(listened_to)::tinyint as listened_to_b,
    does_not_know(listened_to)::tinyint as listened_to_d,
    positive(know_who)::tinyint as know_who_p,
    counts_in_base(know_who)::tinyint as know_who_b,
    does_not_know(know_who)::tinyint as know_who_d,
    positive(people_to_turn_to)::tinyint as people_to_turn_to_p,
    counts_in_base(people_to_turn_to)::tinyint as people_to_turn_to_b,
    does_not_know(people_to_turn_to)::tinyint as people_to_turn_to_d,
    positive(choose_for_family)::tinyint as choose_for_family_p,
    counts_in_base(choose_for_family)::tinyint as choose_for_family_b,
    does_not_know(choose_for_family)::tinyint as choose_for_family_d,
    positive(cope)::tinyint as cope_p,
    counts_in_base(cope)::tinyint as cope_b,
    does_not_know(cope)::tinyint as cope_d,
    (positive(information_in_time) and positive(information_right))::tinyint as information_p,
    (counts_in_base(information_in_time) and counts_in_base(information_right))::tinyint as information_b,
    (does_not_know(information_in_time) or does_not_know(information_right))::tinyint as information_d
from read_parquet(returned('family_survey'));

create macro answers(dimension) as table
select wave, hub, young, dimension as grp, sum(columns('_[pbd]$')) as 'n_\0' from chosen group by all;

create or replace temp table leaves as
with by_sex as materialized (from answers(sex))
select wave, hub, young, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from by_sex group by all
union all select wave, hub, young, 'sex', coalesce(grp, 'not_known'), columns('^n_') from by_sex
union all select wave, hub, young, 'version', grp, columns('^n_') from answers(version)
union all
select wave, hub, young, 'age_band', coalesce(grp, 'not_known'), columns('^n_')
from answers(age_band)
union all
select wave, hub, young, 'ethnicity', coalesce(grp, 'not_known'), columns('^n_')
from answers(ethnicity)
union all
select wave, hub, young, 'disability', coalesce(grp, 'not_known'), columns('^n_')
from answers(disability)
union all
select wave, hub, young, 'deprivation', coalesce(grp, 'not_known'), columns('^n_')
from answers(deprivation_fifth);

create or replace temp table answer as
select young, reach.place, wave as period, breakdown, grp, sum(columns('^n_')) as '\0'
from leaves join reach on reach.leaf = coalesce(leaves.hub, '') and reach.level in ('hub', 'authority')
group by all;

create or replace temp table families as from answer where not young;
create or replace temp table young_people as from answer where young;

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
select 'F-A1', place, period, breakdown, grp, n_know_services_p, n_know_services_b + n_know_services_d
from families
union all
select 'F-A1.young_people', place, period, breakdown, grp, n_know_services_p, n_know_services_b + n_know_services_d
from young_people
union all
select 'F-A2', place, period, breakdown, grp, n_help_when_needed_p, n_help_when_needed_b
from families
union all
select 'F-A2.young_people', place, period, breakdown, grp, n_help_when_needed_p, n_help_when_needed_b
from young_people
union all select 'F-A2.dont_know', place, period, breakdown, grp, n_help_when_needed_d, null from families
union all select 'F-A3', place, period, breakdown, grp, n_help_how_needed_p, n_help_how_needed_b from families
union all
select 'F-A3.young_people', place, period, breakdown, grp, n_help_how_needed_p, n_help_how_needed_b
from young_people
union all select 'F-A3.dont_know', place, period, breakdown, grp, n_help_how_needed_d, null from families
union all select 'F-C1', place, period, breakdown, grp, n_welcome_p, n_welcome_b from families
union all
select 'F-C1.young_people', place, period, breakdown, grp, n_welcome_p, n_welcome_b
from young_people
union all select 'F-C1.dont_know', place, period, breakdown, grp, n_welcome_d, null from families
union all select 'F-C2', place, period, breakdown, grp, n_information_p, n_information_b from families
union all
select 'F-C2.young_people', place, period, breakdown, grp, n_information_p, n_information_b
from young_people
union all select 'F-C2.dont_know', place, period, breakdown, grp, n_information_d, null from families
union all select 'F-R1', place, period, breakdown, grp, n_trust_helper_p, n_trust_helper_b from families
union all
select 'F-R1.young_people', place, period, breakdown, grp, n_trust_helper_p, n_trust_helper_b
from young_people
union all select 'F-R1.dont_know', place, period, breakdown, grp, n_trust_helper_d, null from families
union all select 'F-R2', place, period, breakdown, grp, n_listened_to_p, n_listened_to_b from families
union all
select 'F-R2.young_people', place, period, breakdown, grp, n_listened_to_p, n_listened_to_b
from young_people
union all select 'F-R2.dont_know', place, period, breakdown, grp, n_listened_to_d, null from families
union all
select 'F-R3', place, period, breakdown, grp, n_know_who_p, n_know_who_b + n_know_who_d
from families
union all
select 'F-R3.young_people', place, period, breakdown, grp, n_know_who_p, n_know_who_b + n_know_who_d
from young_people
union all
select 'H8', place, period, breakdown, grp, n_people_to_turn_to_p, n_people_to_turn_to_b
from families
union all select 'H8.dont_know', place, period, breakdown, grp, n_people_to_turn_to_d, null from families
union all
select 'T5', place, period, breakdown, grp, n_choose_for_family_p, n_choose_for_family_b
from families
union all select 'T5.dont_know', place, period, breakdown, grp, n_choose_for_family_d, null from families
union all select 'P7', place, period, breakdown, grp, n_cope_p, n_cope_b
from young_people where breakdown <> 'version'
union all select 'P7.dont_know', place, period, breakdown, grp, n_cope_d, null
from young_people where breakdown <> 'version';
