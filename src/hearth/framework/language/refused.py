"""What SQL has and the measure language has not: for each, what is said and what to do instead."""

from __future__ import annotations

__all__ = ["REFUSED_SIGNS", "REFUSED_WORDS", "REFUSED_CALLS"]

_COMMENT = ("A comment cannot stand in an expression.", "Put it in the measure's notes.")
_DIVIDE = (
    "The language has no division or remainder.",
    "Multiply the other side: attended * 10 >= offered * 7.",
)
_QUOTES = ("This is a typographic quotation mark.", "Text stands between straight quotes: 'yes'.")
_CAST = (
    "The language does not change a value's type.",
    "The dataset's specification gives each column its type.",
)
_NO_TEXT = ("The language does not take text apart.", "Compare whole codes with =, <> and in.")
_ONE_RECORD = (
    "An expression is about one record: it cannot count, add up or rank records.",
    "The measure does that.",
)
_NO_CLOCK = ("An expression cannot ask for today's date or a random number.", "Use a date in the record.")
_NO_QUERY = ("An expression is one condition or value, not a query.", "Write the condition alone: gad >= 3.")
_DATES = (
    "Engines disagree about this way to reckon with dates.",
    "Use days_between, days_after, months_before, age_years or academic_age.",
)

REFUSED_SIGNS = {
    **dict.fromkeys(("--", "/*", "#"), _COMMENT),
    **dict.fromkeys(("/", "//", "%"), _DIVIDE),
    **dict.fromkeys("“”‘’„«»`´", _QUOTES),
    "==": ("Two values are compared with one =.", "Write = once."),
    "||": ("The language does not join text.", "Compare each column on its own."),
    "::": _CAST,
    ";": ("An expression is one condition or value: it cannot be followed by another.", "Take out the ;"),
    "$$": ("Text between $$ is not part of the language.", "Text stands between straight quotes: 'yes'."),
    "?": ("A placeholder cannot stand in an expression.", "Write the value, or the name of a column."),
}
REFUSED_WORDS = {
    **dict.fromkeys(("like", "ilike", "similar", "glob", "regexp", "collate", "escape"), _NO_TEXT),
    **dict.fromkeys(
        ("select", "from", "where", "with", "union", "exists", "drop", "insert", "join", "values"), _NO_QUERY
    ),
    **dict.fromkeys(("over", "partition", "filter", "distinct", "qualify"), _ONE_RECORD),
    **dict.fromkeys(("current_date", "current_timestamp", "now", "today"), _NO_CLOCK),
    **dict.fromkeys(("interval", "timestamp"), _DATES),
    "div": _DIVIDE,
    "mod": _DIVIDE,
}
REFUSED_CALLS = {
    **REFUSED_WORDS,
    **dict.fromkeys(
        ("cast", "try_cast", "convert", "to_date", "to_char", "round", "floor", "ceil", "trunc"), _CAST
    ),
    **dict.fromkeys(
        (
            "upper",
            "lower",
            "substr",
            "substring",
            "left",
            "right",
            "trim",
            "concat",
            "length",
            "replace",
            "regexp_matches",
            "contains",
            "split_part",
        ),
        _NO_TEXT,
    ),
    **dict.fromkeys(
        (
            "sum",
            "count",
            "avg",
            "mean",
            "min",
            "max",
            "median",
            "count_if",
            "row_number",
            "rank",
            "lag",
            "lead",
            "any_value",
        ),
        _ONE_RECORD,
    ),
    **dict.fromkeys(("random", "rand", "uuid", "getdate"), _NO_CLOCK),
    **dict.fromkeys(
        (
            "date_diff",
            "datediff",
            "date_trunc",
            "date_add",
            "date_sub",
            "date_part",
            "extract",
            "year",
            "month",
            "day",
            "age",
        ),
        _DATES,
    ),
    **dict.fromkeys(
        ("if", "iif", "ifnull", "nvl", "nullif"), ("", "Use case when ... then ... end, or coalesce.")
    ),
}
