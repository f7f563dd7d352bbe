"""The ways in which the scorecard is spoilt, each with what must be said of it."""

from __future__ import annotations

from framework.spoilt import AROUND, BETTER, MUCH, PLANS, SESSIONS, SURVEY, TOP, WELL, WHOLE_FILE, Spoilt

TEXT = [
    Spoilt(
        "a percent sign without quotes", TOP,
        'statement: "% of young people who felt listened to"',
        "statement: % of young people who felt listened to",
        "% of young people", "", "bad-yaml", "begin with `%`", "quotes",
    ),
    Spoilt(
        "a tab", AROUND, "    choice: Reliable change.", "\tchoice: Reliable change.",
        "\tchoice", "", "bad-yaml", "tab", "spaces",
    ),
    Spoilt(
        "a quotation mark never closed", WELL, 'title: "% of places filled"', 'title: "% of places filled',
        "% of places filled", "", "bad-yaml", "never closed", "Close it",
    ),
    Spoilt(
        "a colon in a text", AROUND, "because: Some are by invitation.", "because: Some: by invitation.",
        "Some: by", "", "bad-yaml", "colon", "quotes",
    ),
    Spoilt(
        "a list in brackets never closed", MUCH, "periods: [quarter, financial_year]",
        "periods: [quarter, financial_year", "periods: [quarter, financial_year\n", "", "bad-yaml",
        "never closed", "comma",
    ),
    Spoilt(
        "a line set in too little", TOP, "  authority: Eastmere", " authority: Eastmere",
        " authority:", "", "bad-yaml", "set in differently", "below its neighbours",
    ),
    Spoilt(
        "a line of a list set in too little", PLANS, "    grain: one record a plan", "   grain: one record a plan",
        "   grain: one", "", "bad-yaml", "does not belong to the list", "hyphen",
    ),
    Spoilt(
        "an at sign without quotes", AROUND, "source: its web site", "source: @youthcensus",
        "@youthcensus", "", "bad-yaml", "begin with `@`", "quotes",
    ),
    Spoilt(
        "a backslash in double quotes", PLANS, 'sd_before: "7.5"', 'sd_before: "7\\.5"',
        'sd_before: "7', "", "bad-yaml", "backslash", "single quotes",
    ),
    Spoilt(
        "an anchor", MUCH, "decisions: [D1]", "decisions: &mine [D1]",
        "&mine", "measures attendances › decisions", "anchor", "`&mine`", "Write out",
    ),
    Spoilt(
        "an alias", MUCH, "decisions: [D1]", "decisions: *mine",
        "*mine", "measures attendances › decisions", "anchor", "`*mine`", "Write out",
    ),
    Spoilt(
        "a tag", TOP, 'edition: "2025"', "edition: !!str 2025",
        "!!str", "framework › edition", "tag", "`!!str`", "Remove it",
    ),
    Spoilt(
        "a key in braces", TOP, "notice: Invented, for tests.", "notice: {{notice}}",
        "{{notice}}", "framework › notice", "bad-key", "where a key should be", "in quotes",
    ),
    Spoilt(
        "the same key twice", WELL, "      value: days_between(asked_on, opened_on)",
        "      value: days_between(asked_on, opened_on)\n      value: 'opened_on'",
        "value: 'opened_on'", "measures waited › definition › value", "key-twice", "twice: the first is on line",
        "Keep one",
    ),
    Spoilt(
        "a non-breaking space after a colon", BETTER, "of: given_up.rate", "of: given_up.rate\u00a0",
        "of: given_up.rate", "measures given_up › definition › of", "unseen-character", "non-breaking space",
        "type it again",
    ),
    Spoilt(
        "a control character", SURVEY, "title: Youth survey", "title: Youth\x07survey",
        "Youth\x07", "", "control-character", "U+0007", "Delete it",
    ),
    Spoilt(
        "a line separator pasted from a page", SURVEY, "label: Always", "label: Al\u2028ways",
        "Al\u2028ways", "", "control-character", "line break", "press Enter",
    ),
    Spoilt(
        "forty-one lists", BETTER, "[a survey question, a panel]", "[" * 41 + "a panel" + "]" * 41,
        "[[[[", "", "too-deep", "More than 40", "Take out",
    ),
    Spoilt("an empty file", AROUND, WHOLE_FILE, "# all gone\n", "# all", "", "empty-file", "empty", "Remove"),
    Spoilt("a file without keys", AROUND, WHOLE_FILE, "- D1\n", "- D1", "", "no-keys", "does not say", "left margin"),
    Spoilt(
        "two documents in a file", SURVEY, "scales:\n", "---\nscales:\n",
        "---", "", "bad-yaml", "second document", "file of its own",
    ),
]  # fmt: skip

TYPES = [
    Spoilt(
        "an unknown key at the top", AROUND, "targets:", "targetts:",
        "targetts:", "targetts", "unknown-key", "`targetts`", "`targets`",
    ),
    Spoilt(
        "a misspelt key", MUCH, "where: session_type = 'open'", "whre: session_type = 'open'",
        "whre:", "measures attendances › definition › scope › whre", "unknown-key", "`whre`",
        "Did you mean `where`?",
    ),
    Spoilt(
        "a key of another kind of definition", WELL, "      value: days_between(asked_on, opened_on)\n",
        "      value: days_between(asked_on, opened_on)\n      numerator: '1'\n",
        "numerator: '1'", "measures waited › definition › numerator", "unknown-key", "`numerator`",
        "use one of `kind`, `scope`, `value`",
    ),
    Spoilt(
        "a missing key", AROUND, "    because: It is a published method.\n", "",
        "- id: D2", "decisions D2 › because", "missing-key", "`because` is missing", "Add `because:` and a text",
    ),
    Spoilt(
        "a number where a text belongs", TOP, 'edition: "2025"', "edition: 2025",
        "edition: 2025", "framework › edition", "wrong-type", "the whole number 2025", 'quotes: "2025"',
    ),
    Spoilt(
        "a number with a comma", MUCH, "per: 1000", "per: 1,000",
        "per: 1,000", "measures reach_rate › definition › per", "wrong-type", "“1,000”", "digits alone",
    ),
    Spoilt(
        "yes for true", SURVEY, 'label: ":-)", positive: true', 'label: ":-)", positive: yes',
        "positive: yes", "scales faces › answers[1] smile › positive", "wrong-type", "“yes”", "Write true.",
    ),
    Spoilt(
        "a text where a list belongs", WELL, "questions: [listened, welcome]", "questions: listened",
        "questions: listened", "measures listened_to › definition › questions", "wrong-type", "a list",
        "after a hyphen",
    ),
    Spoilt(
        "a list where a text belongs", AROUND, "source: our reading", "source: [our reading]",
        "source: [our", "tags Q7 › source", "wrong-type", "is a list", "one text",
    ),
    Spoilt(
        "nothing after a colon", MUCH, "title: Young people reached\n", "title:\n",
        "title:\n", "measures reached › title", "wrong-type", "is empty", "remove the line",
    ),
    Spoilt(
        "an unknown choice", BETTER, "direction: lower\n    definition:\n      kind: change",
        "direction: lowr\n    definition:\n      kind: change",
        "lowr", "measures given_up › direction", "unknown-value", "“lowr”", "Did you mean `lower`? It can be `higher`",
    ),
    Spoilt(
        "an unknown kind", WELL, "kind: ratio_across", "kind: ratio_accross",
        "ratio_accross", "measures sessions_for_each_plan › definition › kind", "unknown-value", "“ratio_accross”",
        "Did you mean `ratio_across`?",
    ),
    Spoilt(
        "no kind", WELL, "kind: mean", "kidn: mean",
        "kidn", "measures waited › definition › kind", "missing-key", "`kind` is missing", "`mean`",
    ),
    Spoilt(
        "a definition that is a text", BETTER,
        "definition:\n      kind: to_be_determined\n      candidates: [a survey question, a panel]",
        "definition: to be determined",
        "definition: to be", "measures pride › definition", "wrong-type", "“to be determined”", "`kind:`",
    ),
    Spoilt(
        "ages with one end", MUCH, "ages: [11, 18]", "ages: [11]",
        "ages: [11]", "measures reach_rate › definition › ages", "wrong-type", "too few", "a list of 2 items",
    ),
    Spoilt(
        "a number that is none", PLANS, "reliability: 0.84", "reliability: high",
        "reliability: high", "instruments ladder › reliability", "wrong-type", "“high”", "0.85",
    ),
    Spoilt(
        "an item that is a text", AROUND,
        "  - {id: T2, measure: given_up.rate, scope: national, by: 2026-27, source: invented}", "  - T2",
        "- T2", "targets T2", "wrong-type", "group of keys and values", "`measure`",
    ),
    Spoilt(
        "a key that holds nothing", AROUND, "crosswalks:\n", "crosswalks:\ntags_no_more: x\nstrands:\n",
        "crosswalks:\n", "crosswalks", "holds-nothing", "holds nothing", "Remove it",
    ),
    Spoilt(
        "half a stock", WELL, "        open_until: closed_on\n", "",
        "dataset: plans\n        open_from", "measures plans_open › definition › scope", "cannot-be-meant",
        "`scope` cannot be meant", "`open_until`",
    ),
    Spoilt(
        "a proportion of nothing", WELL, "      numerator: days_between(closed_before, opened_on) <= 365\n", "",
        'kind: proportion\n      scope:\n        dataset: plans\n        dated_by: opened_on',
        "measures returned › definition", "cannot-be-meant", "cannot be meant", "`numerator` or `questions`",
    ),
    Spoilt(
        "a counted measure without periods", WELL, "    periods: [wave]\n", "",
        "- id: listened_to", "measures listened_to", "cannot-be-meant", "cannot be meant", "`periods`",
    ),
    Spoilt(
        "a code field without codes", SESSIONS, "type: code, privacy: personal, breakdown: gender",
        "type: code, privacy: personal", "name: gender", "datasets sessions › fields[4] gender", "cannot-be-meant",
        "cannot be meant", "`codes`",
    ),
    Spoilt(
        "a least value above the greatest", SESSIONS, "minimum: 1, maximum: 200", "minimum: 1, maximum: 0",
        "name: places_offered", "datasets sessions › fields[6] places_offered", "cannot-be-meant",
        "cannot be meant", "`minimum`",
    ),
    Spoilt(
        "a positive answer that does not count", SURVEY, "label: Skip, counts: false",
        "label: Skip, positive: true, counts: false", "code: skip", "scales faces › answers[4] skip",
        "cannot-be-meant", "cannot be meant", "also count",
    ),
    Spoilt(
        "the framework in two files", AROUND, "decisions:\n", "framework: {id: again}\ndecisions:\n",
        "framework:", "framework", "key-twice", "given in two files", "Keep one", found_in=TOP,
    ),
]  # fmt: skip

REFERENCES = [
    Spoilt(
        "an unknown strand of a metric", TOP, "  - id: M-4\n    strand: better_off",
        "  - id: M-4\n    strand: beter_off",
        "beter_off", "metrics M-4 › strand", "dangling-reference", "no strand `beter_off`",
        "Did you mean `better_off`?",
    ),
    Spoilt(
        "an unknown outcome of a metric", TOP, "outcome: O3", "outcome: O9",
        "outcome: O9", "metrics M-4 › outcome", "dangling-reference", "no outcome `O9`", "`O3`",
    ),
    Spoilt(
        "an outcome of another strand", TOP, "outcome: O1\n", "outcome: O2\n",
        "outcome: O2\n", "metrics M-1 › outcome", "disagreement", "strand `how_well`, not `how_much`", "agree",
    ),
    Spoilt(
        "an unknown measure of a metric", TOP, "[better_score, given_up, pride]",
        "[better_score, given_up, pride, prid]",
        "pride, prid]", "metrics M-4 › measures[3]", "dangling-reference", "no measure `prid`",
        "Did you mean `pride`?",
    ),
    Spoilt(
        "a measure that its metric does not list", TOP, "[better_score, given_up, pride]",
        "[better_score, given_up]",
        "metric: M-4\n    direction: higher\n    definition:\n      kind: to_be_determined", "measures pride › metric",
        "disagreement", "does not list `pride`", "Add `pride`", found_in=BETTER,
    ),
    Spoilt(
        "a metric that lists another's measure", TOP, "measures: [listened_to, listened_again]",
        "measures: [listened_to, listened_again, pride]",
        "listened_again, pride]", "metrics M-2 › measures[2]", "disagreement", "worked out for `M-4`",
        "`metric: M-2`",
    ),
    Spoilt(
        "a metric without measures", TOP, "    measures: [listened_to, listened_again]", "    measures: []",
        "measures: []", "metrics M-2 › measures", "too-few", "No measure", "to_be_determined",
    ),
    Spoilt(
        "an unknown metric", MUCH, "title: Attendances\n    metric: M-1", "title: Attendances\n    metric: M-7",
        "metric: M-7", "measures attendances › metric", "dangling-reference", "no metric `M-7`", "`M-1`",
    ),
    Spoilt(
        "an unknown decision", MUCH, "decisions: [D1]", "decisions: [D1, D11]",
        "D11", "measures attendances › decisions[1]", "dangling-reference", "no decision `D11`", "`D1`",
    ),
    Spoilt(
        "an unknown dataset", WELL,
        "kind: ratio\n      scope:\n        dataset: sessions", "kind: ratio\n      scope:\n        dataset: session",
        "dataset: session\n", "measures places_filled › definition › scope › dataset", "dangling-reference",
        "no dataset or survey `session`", "Did you mean `sessions`?",
    ),
    Spoilt(
        "a breakdown that the dataset lacks", WELL, "breakdowns: [gender]\n\n  - id: listened_again",
        "breakdowns: [gender, rurality]\n\n  - id: listened_again",
        "breakdowns: [gender, rurality]\n\n  - id: listened", "measures listened_to › breakdowns[1]",
        "wrong-reference", "cannot be divided by `rurality`", "It has `gender`",
    ),
    Spoilt(
        "an unknown breakdown", MUCH, "breakdowns: [gender, rurality]", "breakdowns: [gender, age]",
        "[gender, age]", "measures attendances › breakdowns[1]", "dangling-reference", "no breakdown `age`",
        "`gender`, `rurality`",
    ),
    Spoilt(
        "an unknown level of place", MUCH, "smallest_place: club", "smallest_place: ward",
        "smallest_place: ward", "measures attendances › smallest_place", "dangling-reference",
        "no level of place `ward`", "`club`, `district`, `county`",
    ),
    Spoilt(
        "a place smaller than the records know", WELL, "open_until: closed_on\n    periods: [quarter]\n"
        "    smallest_place: district", "open_until: closed_on\n    periods: [quarter]\n    smallest_place: club",
        "smallest_place: club\n\n  - id: sessions_for", "measures plans_open › smallest_place", "disagreement",
        "by district", "Write district",
    ),
    Spoilt(
        "a unit that is no field", MUCH, "unit: person\n        speaks: everywhere",
        "unit: persn\n        speaks: everywhere",
        "persn", "measures reached › definition › scope › unit", "dangling-reference", "no field `persn`",
        "Did you mean `person`?",
    ),
    Spoilt(
        "an unknown question", WELL, "questions: [listened, welcome]", "questions: [listend, welcome]",
        "listend", "measures listened_to › definition › questions[0]", "dangling-reference",
        "no question `listend`", "Did you mean `listened`?",
    ),
    Spoilt(
        "questions of a survey asked of a return", WELL,
        "        dataset: youth_survey\n        where: gender IS NOT NULL\n      questions: [listened, welcome]\n"
        "      base_includes: [skip]\n    periods: [wave]",
        "        dataset: sessions\n      questions: [listened]\n    periods: [quarter]",
        "questions: [listened]", "measures listened_to › definition › questions[0]", "wrong-reference",
        "asked in `youth_survey`", "count `youth_survey`",
    ),
    Spoilt(
        "an answer that no scale has", WELL, "base_includes: [skip]", "base_includes: [dont_know]",
        "dont_know", "measures listened_to › definition › base_includes[0]", "dangling-reference",
        "no answer `dont_know`", "`always`",
    ),
    Spoilt(
        "a scale on which nothing is positive", SURVEY, "label: Always, positive: true", "label: Always",
        "questions: [listened, welcome]", "measures listened_to › definition › questions[1]", "wrong-reference",
        "No answer of its scale `out_of_three`", "positive: true", found_in=WELL,
    ),
    Spoilt(
        "a survey counted by quarter", WELL, "periods: [wave]", "periods: [quarter]",
        "periods: [quarter]", "measures listened_to › periods[0]", "disagreement", "cannot be counted by `quarter`",
        "Write `wave`",
    ),
    Spoilt(
        "answers dated by a date", WELL, "where: gender IS NOT NULL", "dated_by: DATE '2025-01-01'",
        "dated_by: DATE", "measures listened_to › definition › scope › dated_by", "wrong-reference",
        "belong to their wave", "Remove `dated_by`",
    ),
    Spoilt(
        "an instrument that is no field", BETTER, "instrument: tool", "instrument: ladder",
        "instrument: ladder", "measures better_score › definition › instrument", "dangling-reference",
        "no field `ladder`", "`tool`",
    ),
    Spoilt(
        "a field that names no instrument", BETTER, "instrument: tool", "instrument: gender",
        "instrument: gender", "measures better_score › definition › instrument", "wrong-reference",
        "is an instrument", "`ladder`, `worries`",
    ),
    Spoilt(
        "a split into an unknown part", WELL, "parts: [headline, late, never]", "parts: [headline, late, nevr]",
        "nevr", "measures reviewed › splits[0] › parts[2]", "dangling-reference", "`nevr`",
        "Did you mean `never`?",
    ),
    Spoilt(
        "a split of an unknown whole", WELL, "{whole: base,", "{whole: all,",
        "whole: all", "measures reviewed › splits[0] › whole", "dangling-reference", "`all`", "`headline`, `base`",
    ),
    Spoilt(
        "a part of itself", WELL, "{whole: base,", "{whole: late,",
        "whole: late", "measures reviewed › splits[0] › parts", "wrong-reference", "a part of itself", "Take it off",
    ),
    Spoilt(
        "a change of nothing", BETTER, "of: given_up.rate", "of: given_up.share",
        "given_up.share", "measures given_up › definition › of", "dangling-reference", "no figure `given_up.share`",
        "Did you mean `given_up.rate`?",
    ),
    Spoilt(
        "a change of a count", BETTER, "of: given_up.rate", "of: plans_open",
        "of: plans_open", "measures given_up › definition › of", "wrong-reference", "kind `count`",
        "Name a proportion",
    ),
    Spoilt(
        "a change over periods that its figure lacks", BETTER, "of: given_up.rate\n    periods: [quarter]",
        "of: reviewed\n    periods: [financial_year]",
        "of: reviewed", "measures given_up › definition › of", "disagreement", "not for `financial_year`",
        "the periods of `reviewed`",
    ),
    Spoilt(
        "a cross-reference to nothing", WELL, "measure: listened_to", "measure: heard",
        "measure: heard", "measures listened_again › definition › measure", "dangling-reference",
        "no measure `heard`", "`listened_to`",
    ),
    Spoilt(
        "a cross-reference to itself", WELL, "measure: listened_to", "measure: listened_again",
        "measure: listened_again", "measures listened_again › definition › measure", "circle",
        "listened_again → listened_again", "be counted",
    ),
    Spoilt(
        "an order that does not end with the key", WELL, "order: [opened_on, plan_id]", "order: [opened_on]",
        "order: [opened_on]", "measures returned › definition › scope › derive[0] closed_before › order",
        "wrong-reference", "end with `plan_id`", "Add `plan_id`",
    ),
    Spoilt(
        "a derived field named like a field", WELL, "- name: closed_before", "- name: closed_on",
        "- name: closed_on", "measures returned › definition › scope › derive[0] closed_on › name",
        "duplicate-id", "a field `closed_on` already", "another name",
    ),
    Spoilt(
        "fellows by no field", WELL, "by: person\n", "by: persons\n",
        "by: persons", "measures returned › definition › scope › derive[0] closed_before › by",
        "dangling-reference", "no field `persons`", "Did you mean `person`?",
    ),
    Spoilt(
        "a target for no measure", AROUND, "measure: reviewed,", "measure: reviwed,",
        "reviwed", "targets T1 › measure", "dangling-reference", "no measure `reviwed`", "`reviewed`",
    ),
    Spoilt(
        "a target that no share can reach", AROUND, "service plan, value: 90", "service plan, value: 750",
        "value: 750", "targets T1 › value", "out-of-range", "cannot reach 750", "from 0 to 100",
    ),
    Spoilt(
        "a target below nothing", AROUND, "source: invented}", "source: invented, value: -5}",
        "value: -5", "targets T2 › value", "out-of-range", "cannot reach -5", "from 0 to 100",
    ),
    Spoilt(
        "a target for a share shown again", AROUND, "measure: reviewed, scope: authority, by: 2025-26, source: service "
        "plan, value: 90", "measure: listened_again, scope: authority, by: 2025-26, source: service plan, value: 100.5",
        "value: 100.5", "targets T1 › value", "out-of-range", "cannot reach 100.5", "such as 75 for 75%",
    ),
    Spoilt(
        "a benchmark of no figure", AROUND, "figure: reviewed.late", "figure: reviewed.later",
        "reviewed.later", "benchmarks reviewed.late › figure", "dangling-reference", "no figure `reviewed.later`",
        "Did you mean `reviewed.late`?",
    ),
    Spoilt(
        "two benchmarks of one figure from one source", AROUND, "figure: reach_rate", "figure: reviewed.late",
        "source: youth_work_census\n", "benchmarks reach_rate › source", "duplicate-id",
        "`reviewed.late` has a benchmark from `youth_work_census` already", "Keep one",
    ),
    Spoilt(
        "a benchmark from what cannot be a source", AROUND, "source: youth_work_census\n", "source: Youth work\n",
        "source: Youth work\n", "benchmarks reach_rate › source", "bad-id", "cannot be the name of a source",
        "underscores",
    ),
    Spoilt(
        "a benchmark without the code of its figure", AROUND, ", code: Q12}", "}",
        "figure: reviewed.late", "benchmarks reviewed.late › code", "missing-key", "`code` is missing", "Add `code:`",
    ),
    Spoilt(
        "sums about people that no figure beside counts", WELL, "people: young_people", "people: young_person",
        "people: young_person", "measures places_filled › definition › people", "dangling-reference",
        "no figure beside this measure `young_person`", "Did you mean `young_people`?",
    ),
    Spoilt(
        "sums about people of whom only a share is known", WELL, "people: young_people", "people: projects",
        "people: projects", "measures places_filled › definition › people", "wrong-reference",
        "`projects` is of the kind `proportion`", "such as `young_people`",
    ),
    Spoilt(
        "sums about other people than those beside", WELL, "scope: {dataset: sessions, unit: person}",
        "scope: {dataset: sessions, unit: person, where: \"session_type = 'open'\"}",
        "people: young_people", "measures places_filled › definition › people", "disagreement",
        "`young_people` is not counted over the records", "the scope of the ratio",
    ),
    Spoilt(
        "a version before the first", WELL, "definition_version: 3", "definition_version: 0",
        "definition_version: 0", "measures reviewed › definition_version", "out-of-range", "counts from 1, and is 0",
        "Write 1",
    ),
    Spoilt(
        "a tag in no crosswalk", AROUND, "- crosswalk: youth_census", "- crosswalk: census",
        "- crosswalk: census", "tags Q7 › crosswalk", "dangling-reference", "no crosswalk `census`",
        "`youth_census`",
    ),
    Spoilt(
        "a tag of nothing of ours", AROUND, "sessions.held_on", "sessions.held",
        "sessions.held,", "tags Q7 › ours[2]", "dangling-reference", "`sessions.held`",
        "Did you mean `sessions.held_on`?",
    ),
    Spoilt(
        "a question on no scale", SURVEY, "scale: out_of_three", "scale: out_of_four",
        "scale: out_of_four", "questions welcome › scale", "dangling-reference", "no scale `out_of_four`",
        "Did you mean `out_of_three`?",
    ),
    Spoilt(
        "a question of no survey", SURVEY, "id: welcome, survey: youth_survey", "id: welcome, survey: old_survey",
        "old_survey", "questions welcome › survey", "dangling-reference", "no survey `old_survey`",
        "`youth_survey`",
    ),
    Spoilt(
        "a question named like a field", SURVEY, "name: club, title: Club", "name: welcome, title: Club",
        "id: welcome", "questions welcome › id", "duplicate-id", "a field `welcome` already", "another id",
    ),
    Spoilt(
        "a key that is no field", PLANS, "key: plan_id", "key: plan",
        "key: plan\n", "datasets plans › key", "dangling-reference", "no field `plan`",
        "Did you mean `plan_id`?",
    ),
    Spoilt(
        "dated by a field that is no date", PLANS, "dated_by: closed_on", "dated_by: person",
        "dated_by: person", "datasets plans › dated_by", "wrong-reference", "`person` is a text field",
        "type date: `asked_on`",
    ),
    Spoilt(
        "placed by a field that is no place", SESSIONS, "place: {field: club,", "place: {field: gender,",
        "place: {field: gender", "datasets sessions › place › field", "wrong-reference", "`gender` is a code field",
        "place: `club`",
    ),
    Spoilt(
        "divided by a field that holds no codes", SESSIONS, "{breakdown: gender, field: gender}",
        "{breakdown: gender, field: person}",
        "field: person}", "datasets sessions › breakdowns[0] gender › field", "wrong-reference",
        "`person` is a text field", "type code",
    ),
    Spoilt(
        "a code that is no group", PLANS,
        "{code: other, title: Another gender}", "{code: others, title: Another gender}",
        "breakdown: gender, field: gender", "datasets plans › breakdowns[0] gender › field", "disagreement",
        "`others`", "unknown: true",
    ),
    Spoilt(
        "a level of a field that there is not", PLANS, "level: district", "level: ward",
        "level: ward", "datasets plans › fields[6] home › level", "dangling-reference", "`ward`", "`district`",
    ),
    Spoilt(
        "two fields of one name", PLANS, "name: asked_on", "name: opened_on",
        "name: opened_on, title: Day begun", "datasets plans › fields[3] opened_on › name", "duplicate-id",
        "field `opened_on` is given twice", "another name",
    ),
    Spoilt(
        "two measures of one id", WELL, "- id: plans_open", "- id: attendances",
        "- id: attendances", "measures plans_open › id", "duplicate-id", "`attendances` is given twice",
        "another name",
    ),
    Spoilt(
        "a survey called like a dataset", SURVEY, "- id: youth_survey", "- id: plans",
        "- id: plans", "surveys youth_survey › id", "duplicate-id", "a dataset and of a survey", "another id",
    ),
    Spoilt(
        "two groups of one code", SESSIONS, "{code: boy, title: Boys", "{code: girl, title: Boys",
        "title: Boys", "breakdowns gender › groups[1] girl › code", "duplicate-id", "`girl` is given twice",
        "Keep one",
    ),
    Spoilt(
        "a group that every breakdown has", SESSIONS, "- {code: town, title: Town}",
        "- {code: town, title: Town}\n      - {code: not_known, title: Not known}",
        "code: not_known", "breakdowns rurality › groups[1] not_known › code", "duplicate-id", "`not_known` already",
        "Remove it",
    ),
    Spoilt(
        "a scale of one answer", SURVEY,
        "      - {code: sometimes, label: Sometimes}\n      - {code: never, label: Never}\n", "",
        "{code: always", "scales out_of_three › answers", "too-few", "no choice", "two answers",
    ),
    Spoilt(
        "a strand without a name", TOP,
        "  - id: better_off\n    wordings:\n      - {text: \"Is anyone better off?\", stands: page 1}",
        "  - id: better_off\n    wordings: []",
        "wordings: []", "strands better_off › wordings", "too-few", "no wording", "`stands`",
    ),
    Spoilt(
        "an unknown principle", TOP, "principle: open_door", "principle: open_gate",
        "open_gate", "outcomes O1 › principle", "dangling-reference", "no principle `open_gate`", "`open_door`",
    ),
    Spoilt(
        "two outcomes of one number", TOP, "strand: better_off\n    number: 1", "strand: how_well\n    number: 1",
        "number: 1\n    wordings: [{text: Their", "outcomes O3 › number", "duplicate-id", "that of `O2` too",
        "its own number",
    ),
    Spoilt(
        "an id with a space", AROUND, "- {id: T1,", "- {id: T 1,",
        "id: T 1", "targets T1 › id", "bad-id", "`T 1` cannot be the name", "hyphens",
    ),
    Spoilt(
        "a field named by a word of the language", PLANS, "name: reviewed_on", "name: between",
        "name: between", "datasets plans › fields[5] between › name", "bad-id", "word of the measure language",
        "Call it",
    ),
]  # fmt: skip

EXPRESSIONS = [
    Spoilt(
        "a score that is no field", BETTER, "before: score_before", "before: score_befor",
        "score_befor\n", "measures better_score › definition › before", "bad-expression", "score_befor",
        "score_before",
    ),
    Spoilt(
        "a field that there is not", BETTER, "where: closed_on IS NOT NULL", "where: closd_on IS NOT NULL",
        "closd_on", "measures better_score › definition › scope › where", "bad-expression", "closd_on", "closed_on",
    ),
    Spoilt(
        "on the second line of a folded text", WELL, "AND days_between(opened_on, reviewed_on) <= 28",
        "AND days_betwen(opened_on, reviewed_on) <= 28",
        "days_betwen", "measures reviewed › definition › numerator", "bad-expression", "days_betwen", "days_between",
    ),
    Spoilt(
        "a code that the field lacks", MUCH, "where: session_type = 'open'", "where: session_type = 'opened'",
        "'opened'", "measures attendances › definition › scope › where", "bad-expression", "opened", "open",
    ),
    Spoilt(
        "a date where a condition belongs", WELL, "numerator: reviewed_on IS NULL", "numerator: reviewed_on",
        "numerator: reviewed_on\n", "measures reviewed › beside[1] never › definition › numerator",
        "bad-expression", "gives a date", "Compare it with something",
    ),
    Spoilt(
        "a derived value that cannot be read", WELL, "value: closed_on\n", "value: closed_on +\n",
        "value: closed_on +", "measures returned › definition › scope › derive[0] closed_before › value",
        "bad-expression", "stops after '+'", "Write what should follow",
    ),
]  # fmt: skip

EVERY = [*TEXT, *TYPES, *REFERENCES, *EXPRESSIONS]
