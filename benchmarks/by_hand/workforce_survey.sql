-- The workforce survey: 19 figures.
create macro agrees(answer) as answer in ('strongly_agree', 'agree');
create macro answered(answer) as answer in ('strongly_agree', 'agree', 'neither', 'disagree', 'strongly_disagree');

create or replace temp table chosen as
select
    wave, hub, organisation_type, role_group,
    agrees(know_who_can_help)::tinyint as know_who_can_help_p,
    answered(know_who_can_help)::tinyint as know_who_can_help_b,
    (know_who_can_help = 'dont_know')::tinyint as know_who_can_help_d,
    (partners_confidence in ('a_lot_higher', 'a_little_higher'))::tinyint as partners_confidence_p,
    (partners_confidence in ('a_lot_higher', 'a_little_higher', 'the_same', 'lower'))::tinyint as partners_confidence_b,
    (partners_confidence = 'dont_know')::tinyint as partners_confidence_d,
    (families_confidence in ('a_lot_higher', 'a_little_higher'))::tinyint as families_confidence_p,
    (families_confidence in ('a_lot_higher', 'a_little_higher', 'the_same', 'lower'))::tinyint as families_confidence_b,
    (families_confidence = 'dont_know')::tinyint as families_confidence_d,
    agrees(trust_colleagues)::tinyint as trust_colleagues_p,
    answered(trust_colleagues)::tinyint as trust_colleagues_b,
    (trust_colleagues = 'dont_know')::tinyint as trust_colleagues_d,
    agrees(trust_partners)::tinyint as trust_partners_p,
    answered(trust_partners)::tinyint as trust_partners_b,
    (trust_partners = 'dont_know')::tinyint as trust_partners_d,
    agrees(confident_range)::tinyint as confident_range_p,
    answered(confident_range)::tinyint as confident_range_b,
    (confident_range = 'dont_know')::tinyint as confident_range_d,
    agrees(manager_connected)::tinyint as manager_connected_p,
    answered(manager_connected)::tinyint as manager_connected_b,
    (manager_connected = 'dont_know')::tinyint as manager_connected_d,
    agrees(part_of_network)::tinyint as part_of_network_p,
    answered(part_of_network)::tinyint as part_of_network_b,
    (part_of_network = 'dont_know')::tinyint as part_of_network_d,
    agrees(learn_from_colleagues)::tinyint as learn_from_colleagues_p,
    answered(learn_from_colleagues)::tinyint as learn_from_colleagues_b,
    (learn_from_colleagues = 'dont_know')::tinyint as learn_from_colleagues_d,
    (ask_feedback in ('always', 'often'))::tinyint as ask_feedback_p,
    (ask_feedback in ('always', 'often', 'sometimes', 'rarely', 'never'))::tinyint as ask_feedback_b,
    (ask_feedback = 'dont_know')::tinyint as ask_feedback_d
from read_parquet(returned('workforce_survey'));

create or replace macro answers(dimension) as table
select wave, hub, dimension as grp, sum(columns('_[pbd]$')) as 'n_\0' from chosen group by all;

create or replace temp table leaves as
with by_role as materialized (from answers(role_group))
select wave, hub, '' as breakdown, '' as grp, sum(columns('^n_')) as '\0' from by_role group by all
union all select wave, hub, 'role_group', coalesce(grp, 'not_known'), columns('^n_') from by_role
union all
select wave, hub, 'organisation_type', coalesce(grp, 'not_known'), columns('^n_')
from answers(organisation_type);

create or replace temp table answer as
select reach.place, wave as period, breakdown, grp, sum(columns('^n_')) as '\0'
from leaves join reach on reach.leaf = coalesce(leaves.hub, '') and reach.level in ('hub', 'authority')
group by all;

insert into counts (figure, place, period, breakdown, "group", numerator, denominator)
select 'W-A1', place, period, breakdown, grp, n_know_who_can_help_p, n_know_who_can_help_b from answer
union all select 'W-A1.dont_know', place, period, breakdown, grp, n_know_who_can_help_d, null from answer
union all
select 'W-A2', place, period, breakdown, grp, n_partners_confidence_p, n_partners_confidence_b
from answer
union all select 'W-A2.dont_know', place, period, breakdown, grp, n_partners_confidence_d, null from answer
union all
select 'W-A3', place, period, breakdown, grp, n_families_confidence_p, n_families_confidence_b
from answer
union all select 'W-A3.dont_know', place, period, breakdown, grp, n_families_confidence_d, null from answer
union all select 'W-C1', place, period, breakdown, grp, n_trust_colleagues_p, n_trust_colleagues_b from answer
union all select 'W-C1.dont_know', place, period, breakdown, grp, n_trust_colleagues_d, null from answer
union all select 'W-C2', place, period, breakdown, grp, n_confident_range_p, n_confident_range_b from answer
union all select 'W-C2.dont_know', place, period, breakdown, grp, n_confident_range_d, null from answer
union all
select 'W-C3', place, period, breakdown, grp, n_manager_connected_p, n_manager_connected_b
from answer
union all select 'W-C3.dont_know', place, period, breakdown, grp, n_manager_connected_d, null from answer
union all select 'W-R1a', place, period, breakdown, grp, n_part_of_network_p, n_part_of_network_b from answer
union all select 'W-R1a.dont_know', place, period, breakdown, grp, n_part_of_network_d, null from answer
union all
select 'W-R2', place, period, breakdown, grp, n_learn_from_colleagues_p, n_learn_from_colleagues_b
from answer
union all select 'W-R2.dont_know', place, period, breakdown, grp, n_learn_from_colleagues_d, null from answer
union all select 'W-R3', place, period, breakdown, grp, n_ask_feedback_p, n_ask_feedback_b from answer
union all select 'W-R3.dont_know', place, period, breakdown, grp, n_ask_feedback_d, null from answer
union all
select 'W-C1.partners', place, period, breakdown, grp, n_trust_partners_p, n_trust_partners_b
from answer;
