"""Records drawn by hand, figure by figure: whether each is looked at, and then whether it is counted.

Each example is a figure, what is the same in every record, and a table. Empty is -. `base` says whether a record is
looked at, `counts` whether it is counted, `dated` the day that puts it in a period. Cells that are no field of the
dataset (`who`) are for the reader.
"""
# ruff: noqa: E501 - a record is one line, however wide

from __future__ import annotations

EXAMPLES = {
    "P1: every one of five domains": (
        "P1",
        "due_by=2025-05-01 reviewed_on=2025-04-20 questionnaire=asq3",
        """
        communication | gross_motor | fine_motor | problem_solving | personal_social | base | counts
        yes           | yes         | yes        | yes             | yes             | yes  | yes
        yes           | yes         | yes        | yes             | no              | yes  | no
        yes           | yes         | yes        | yes             | -               | no   | no
        no            | yes         | yes        | yes             | -               | no   | no
        -             | -           | -          | -               | -               | no   | no
        """,
    ),
    "P1: by the day the child turns 2½, with ASQ-3": (
        "P1",
        "communication=yes gross_motor=yes fine_motor=yes problem_solving=yes personal_social=yes",
        """
        due_by     | reviewed_on | questionnaire | base | counts
        2025-05-01 | 2025-05-01  | asq3          | yes  | yes
        2025-05-01 | 2025-05-02  | asq3          | no   | no
        2025-05-01 | 2025-04-01  | other         | no   | no
        2025-05-01 | -           | asq3          | no   | no
        """,
    ),
    "P1.gross_motor: four domains are enough for the one": (
        "P1.gross_motor",
        "due_by=2025-05-01 reviewed_on=2025-04-20 questionnaire=asq3",
        """
        gross_motor | personal_social | base | counts
        yes         | -               | yes  | yes
        no          | yes             | yes  | no
        -           | yes             | no   | no
        """,
    ),
    "P1.reviewed: of all who were due": (
        "P1.reviewed",
        "due_by=2025-05-01",
        """
        reviewed_on | base | counts
        2025-05-01  | yes  | yes
        2025-05-02  | yes  | no
        -           | yes  | no
        """,
    ),
    "P2: due at 56 days old, not known in the base": (
        "P2",
        "",
        """
        born_on    | feeding    | dated      | base | counts
        2025-02-04 | full       | 2025-04-01 | yes  | yes
        2025-02-03 | partial    | 2025-03-31 | yes  | yes
        2024-01-04 | not_at_all | 2024-02-29 | yes  | no
        2025-01-04 | not_known  | 2025-03-01 | yes  | no
        2025-01-04 | -          | 2025-03-01 | yes  | no
        """,
    ),
    "P3: an exempt goal is in the base, and is not a good level": (
        "P3",
        "listening_attention_understanding=expected speaking=expected self_regulation=expected "
        "managing_self=expected building_relationships=expected gross_motor=expected fine_motor=expected "
        "comprehension=expected word_reading=expected writing=expected",
        """
        number   | numerical_patterns | base | counts
        expected | expected           | yes  | yes
        expected | emerging           | yes  | no
        exempt   | expected           | yes  | no
        """,
    ),
    "P4b: late and unseen is not brought; cancelled is left out": (
        "P4b",
        "due_on=2025-05-01",
        """
        contact                     | outcome | base | counts
        new_birth                   | 5       | yes  | no
        six_to_eight_weeks          | 6       | yes  | no
        twelve_months               | 3       | yes  | yes
        two_to_two_and_a_half_years | 7       | yes  | yes
        new_birth                   | 2       | no   | no
        new_birth                   | 4       | no   | no
        new_birth                   | 0       | no   | no
        antenatal                   | 3       | no   | no
        """,
    ),
    "P4b.new_birth_by_14_days: the fourteenth day is in time, and the first that was seen counts": (
        "P4b.new_birth_by_14_days",
        "contact=new_birth",
        """
        child_id | born_on    | due_on     | outcome | dated      | base | counts
        Amy      | 2025-03-02 | 2025-03-16 | 5       | 2025-04-01 | yes  | yes
        Ben      | 2025-03-01 | 2025-03-16 | 5       | 2025-03-31 | yes  | no
        Cal      | 2024-02-15 | 2024-02-29 | 6       | 2024-03-16 | yes  | yes
        Dee      | 2025-03-01 | 2025-03-10 | 3       | 2025-03-31 | yes  | yes
        Dee      | 2025-03-01 | 2025-03-14 | 5       | 2025-03-31 | yes  | yes
        Eve      | 2025-03-01 | 2025-03-10 | 7       | 2025-03-31 | yes  | no
        """,
    ),
    "P4b.six_to_eight_weeks_by_56_days": (
        "P4b.six_to_eight_weeks_by_56_days",
        "contact=six_to_eight_weeks outcome=5",
        """
        child_id | born_on    | due_on     | dated      | base | counts
        Amy      | 2025-02-04 | 2025-04-01 | 2025-04-01 | yes  | yes
        Ben      | 2025-02-04 | 2025-04-02 | 2025-04-01 | yes  | no
        """,
    ),
    "P4b.twelve_months_by_12_months: born on a leap day": (
        "P4b.twelve_months_by_12_months",
        "contact=twelve_months outcome=5",
        """
        child_id | born_on    | turns_fifteen_months_on | due_on     | dated      | base | counts
        Amy      | 2024-05-10 | 2025-08-10              | 2025-05-10 | 2025-08-10 | yes  | yes
        Ben      | 2024-05-10 | 2025-08-10              | 2025-05-11 | 2025-08-10 | yes  | no
        Cal      | 2024-02-29 | 2025-05-29              | 2025-02-28 | 2025-05-29 | yes  | yes
        Dee      | 2024-02-29 | 2025-05-29              | 2025-03-01 | 2025-05-29 | yes  | no
        """,
    ),
    "P4b.twelve_months_by_15_months": (
        "P4b.twelve_months_by_15_months",
        "contact=twelve_months outcome=6 born_on=2024-05-10",
        """
        child_id | turns_fifteen_months_on | due_on     | base | counts
        Amy      | 2025-08-10              | 2025-08-10 | yes  | yes
        Ben      | 2025-08-10              | 2025-08-11 | yes  | no
        """,
    ),
    "P6a: all three subjects": (
        "P6a",
        "",
        """
        reading_score | maths_score | writing | base | counts
        100           | 100         | EXS     | yes  | yes
        120           | 110         | GDS     | yes  | yes
        99            | 120         | GDS     | yes  | no
        110           | 110         | WTS     | yes  | no
        110           | -           | EXS     | yes  | no
        110           | 110         | NONE    | yes  | no
        """,
    ),
    "P6b: English and maths": (
        "P6b",
        "",
        """
        english | maths | base | counts
        at      | above | yes  | yes
        at      | below | yes  | no
        """,
    ),
    "P6c: not entered is not a pass": (
        "P6c",
        "",
        """
        english_grade | maths_grade | base | counts
        5             | 5           | yes  | yes
        9             | 4           | yes  | no
        5             | -           | yes  | no
        0             | 0           | yes  | no
        """,
    ),
    "P6c.grade_4": (
        "P6c.grade_4",
        "",
        """
        english_grade | maths_grade | base | counts
        4             | 4           | yes  | yes
        4             | 3           | yes  | no
        """,
    ),
    "P6e: custody is out, not known is in": (
        "P6e",
        "month=december",
        """
        academic_age | in_custody | activity   | base | counts
        16           | no         | neet       | yes  | yes
        17           | no         | neet       | yes  | yes
        17           | no         | not_known  | yes  | no
        16           | no         | employment | yes  | no
        16           | yes        | neet       | no   | no
        """,
    ),
    "P6e.neet_or_not_known": (
        "P6e.neet_or_not_known",
        "academic_age=16 in_custody=no",
        """
        activity  | base | counts
        neet      | yes  | yes
        not_known | yes  | yes
        training  | yes  | no
        """,
    ),
    "H2: 18 to 65 where ages are given": (
        "H2",
        "on_register=yes",
        """
        age_band | base | counts
        18_24    | yes  | yes
        55_65    | yes  | yes
        over_65  | no   | no
        -        | no   | no
        """,
    ),
    "H2.adults_18_and_over: every age, given or not": (
        "H2.adults_18_and_over",
        "",
        """
        age_band | on_register | base | counts
        over_65  | yes         | yes  | yes
        -        | yes         | yes  | yes
        18_24    | no          | yes  | no
        """,
    ),
    "H3: the first positive screen stands for the pregnancy, accepted within 42 days": (
        "H3",
        "",
        """
        pregnancy_id | screened_on | gad2_score | phq2_score | offer    | service             | accepted_on | base | counts
        Ann          | 2025-04-01  | 2          | 2          | -        | -                   | -           | no   | no
        Ann          | 2025-05-01  | 3          | 0          | accepted | talking_therapies   | 2025-06-12  | yes  | yes
        Ann          | 2025-06-01  | 6          | 6          | accepted | talking_therapies   | 2025-06-12  | no   | no
        Bea          | 2025-05-01  | 0          | 3          | accepted | perinatal_community | 2025-06-13  | yes  | no
        Cat          | 2025-05-01  | 3          | 3          | accepted | not_listed          | 2025-05-02  | yes  | no
        Dot          | 2025-05-01  | -          | 4          | declined | talking_therapies   | -           | yes  | no
        Eva          | 2025-05-01  | 4          | 4          | accepted | parent_infant       | 2025-04-30  | yes  | no
        Fay          | 2025-05-01  | 2          | 2          | accepted | parent_infant       | 2025-05-02  | no   | no
        """,
    ),
    "H3.positive: at any screen, of the pregnancies first screened": (
        "H3.positive",
        "",
        """
        pregnancy_id | screened_on | gad2_score | phq2_score | base | counts
        Ann          | 2025-04-01  | 2          | 2          | yes  | yes
        Ann          | 2025-05-01  | 3          | 0          | no   | no
        Bea          | 2025-04-01  | 2          | 2          | yes  | no
        Cat          | 2025-04-01  | -          | -          | no   | no
        """,
    ),
    "H4.delivery: either visit, of those eligible": (
        "H4.delivery",
        "on_pathway=yes",
        """
        eligible | joint_visit_on | antenatal_visit_on | base | counts
        yes      | 2025-05-01     | -                  | yes  | yes
        yes      | -              | 2025-06-01         | yes  | yes
        yes      | -              | -                  | yes  | no
        no       | 2025-05-01     | -                  | no   | no
        -        | 2025-05-01     | -                  | no   | no
        """,
    ),
    "H5: after the pregnancy was known, referred within 28 days": (
        "H5",
        "",
        """
        pregnancy_id | screened_on | disclosure   | referred_on | base | counts
        Ann          | 2025-05-01  | before_known | 2025-05-02  | no   | no
        Ann          | 2025-06-01  | after_known  | 2025-06-29  | yes  | yes
        Ann          | 2025-07-01  | after_known  | 2025-07-02  | no   | no
        Bea          | 2025-06-01  | after_known  | 2025-06-30  | yes  | no
        Cat          | 2025-06-01  | after_known  | -           | yes  | no
        """,
    ),
    "H6: of all who were asked": (
        "H6",
        "",
        """
        diagnosis     | base | counts
        diagnosed     | yes  | yes
        not_diagnosed | yes  | no
        not_known     | yes  | no
        """,
    ),
    "H7: 3 or more": (
        "H7",
        "",
        """
        gad2_score | base | counts
        3          | yes  | yes
        2          | yes  | no
        -          | no   | no
        """,
    ),
    "T1: within 12 months of a closing": (
        "T1",
        "",
        """
        who                        | child_id | referred_on | episode_start | episode_end | base | counts
        first of all               | Amy      | 2024-01-10  | 2024-01-12    | 2024-06-15  | yes  | no
        12 months to the day       | Amy      | 2025-06-15  | 2025-06-20    | 2025-07-01  | yes  | yes
        closed                     | Ben      | 2024-01-10  | 2024-01-12    | 2024-06-14  | yes  | no
        a day too late             | Ben      | 2025-06-15  | -             | -           | yes  | no
        open still                 | Cal      | 2025-01-10  | 2025-01-12    | -           | yes  | no
        while it is open           | Cal      | 2025-03-01  | 2025-03-01    | -           | yes  | no
        open until August          | Dee      | 2025-01-10  | 2025-01-12    | 2025-08-01  | yes  | no
        short, inside that         | Dee      | 2025-02-10  | 2025-02-11    | 2025-03-01  | yes  | no
        the longer was open        | Dee      | 2025-06-01  | 2025-06-01    | -           | yes  | no
        closed, then again         | Eve      | 2025-05-01  | 2025-05-01    | 2025-05-01  | yes  | no
        on that same day           | Eve      | 2025-05-01  | 2025-05-02    | -           | yes  | yes
        led to no episode          | Fay      | 2025-01-10  | -             | -           | yes  | no
        so none has closed         | Fay      | 2025-03-10  | 2025-03-11    | -           | yes  | no
        closed on a leap day       | Gus      | 2023-10-01  | 2023-10-01    | 2024-02-29  | yes  | no
        28 February is in the year | Gus      | 2025-02-28  | -             | -           | yes  | yes
        closed on a leap day       | Hal      | 2023-10-01  | 2023-10-01    | 2024-02-29  | yes  | no
        1 March is not             | Hal      | 2025-03-01  | -             | -           | yes  | no
        closed                     | Ivy      | 2025-01-10  | 2025-01-12    | 2025-02-01  | yes  | no
        open still                 | Ivy      | 2025-02-10  | 2025-02-12    | -           | yes  | yes
        one closed, but one open   | Ivy      | 2025-03-01  | -             | -           | yes  | no
        closed                     | Joe      | 2025-01-10  | 2025-01-12    | 2025-02-01  | yes  | no
        led to no episode          | Joe      | 2025-03-01  | -             | -           | yes  | yes
        which closes nothing       | Joe      | 2025-04-01  | 2025-04-01    | -           | yes  | yes
        """,
    ),
    "T1.previous_start: of an earlier referral, whatever became of it": (
        "T1.previous_start",
        "",
        """
        who                  | child_id | referred_on | episode_start | episode_end | base | counts
        first of all         | Amy      | 2024-06-15  | 2024-06-15    | -           | yes  | no
        12 months to the day | Amy      | 2025-06-15  | -             | -           | yes  | yes
        first of all         | Ben      | 2024-06-14  | 2024-06-15    | 2025-06-01  | yes  | no
        a day too late       | Ben      | 2025-06-15  | -             | -           | yes  | no
        """,
    ),
    "T2: the unborn are left out": (
        "T2",
        "episode_start=2025-01-01",
        """
        unborn | base | counts
        no     | yes  | yes
        yes    | no   | no
        """,
    ),
    "T3a: one session is access": (
        "T3a",
        "sessions_offered=10",
        """
        sessions_attended | base | counts
        1                 | yes  | yes
        0                 | no   | no
        """,
    ),
    "T3a.completers: 70 in every 100 sessions": (
        "T3a.completers",
        "",
        """
        sessions_offered | sessions_attended | base | counts
        10               | 7                 | yes  | yes
        10               | 6                 | no   | no
        8                | 6                 | yes  | yes
        8                | 5                 | no   | no
        """,
    ),
    "T3b: by more than chance, in the questionnaire's own direction": (
        "T3b",
        "sessions_offered=10",
        """
        sessions_attended | instrument | score_before | score_after | base | counts
        10                | swemwbs    | 20.00        | 22.87       | yes  | no
        10                | swemwbs    | 20.00        | 22.88       | yes  | yes
        10                | wemwbs     | 40.00        | 48.00       | yes  | no
        10                | wemwbs     | 40.00        | 49.00       | yes  | yes
        10                | sdq        | 20.00        | 14.00       | yes  | no
        10                | sdq        | 20.00        | 13.00       | yes  | yes
        10                | sdq        | 13.00        | 20.00       | yes  | no
        10                | sdq        | 20.00        | -           | no   | no
        10                | other      | 20.00        | 40.00       | no   | no
        6                 | swemwbs    | 20.00        | 30.00       | no   | no
        """,
    ),
    "T3b.worsened": (
        "T3b.worsened",
        "sessions_offered=10 sessions_attended=10",
        """
        instrument | score_before | score_after | base | counts
        sdq        | 13.00        | 20.00       | yes  | yes
        sdq        | 14.00        | 20.00       | yes  | no
        swemwbs    | 22.88        | 20.00       | yes  | yes
        """,
    ),
    "T3b.any_improvement: by however little": (
        "T3b.any_improvement",
        "sessions_offered=10 sessions_attended=10",
        """
        instrument | score_before | score_after | base | counts
        sdq        | 20.00        | 19.00       | yes  | yes
        swemwbs    | 20.00        | 20.00       | yes  | no
        wemwbs     | 40.00        | 39.00       | yes  | no
        """,
    ),
    "T3b.paired: of those who completed": (
        "T3b.paired",
        "sessions_offered=10 sessions_attended=7",
        """
        instrument | score_before | score_after | base | counts
        sdq        | 20.00        | 19.00       | yes  | yes
        sdq        | 20.00        | -           | yes  | no
        -          | -            | -           | yes  | no
        """,
    ),
    "F-C3: families that can be told apart": (
        "F-C3",
        "",
        """
        family_id | kind       | base | counts
        Ashes     | named      | yes  | yes
        Byrnes    | invitation | yes  | yes
        -         | named      | no   | no
        -         | anonymous  | no   | no
        """,
    ),
    "F-C3.anonymous: pieces, not families": (
        "F-C3.anonymous",
        "",
        """
        family_id | kind      | base | counts
        -         | anonymous | yes  | yes
        Ashes     | named     | no   | no
        """,
    ),
    "W-R1b: of those invited": (
        "W-R1b",
        "",
        """
        attended | base | counts
        yes      | yes  | yes
        no       | yes  | no
        """,
    ),
}
