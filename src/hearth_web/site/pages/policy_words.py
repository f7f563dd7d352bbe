"""A disclosure policy in words: what is hidden, what is rounded, and when a figure comes with a warning."""

from __future__ import annotations

from hearth.disclosure.policy import Policy

__all__ = ["policy_in_words"]


def policy_in_words(policy: Policy) -> tuple[str, ...]:
    """The rules of a policy, a sentence or two each, the plainest first."""
    return (
        f"A count of 1 to {policy.threshold} people is hidden. So is a count that would give one away: if all but"
        f" {policy.threshold} or fewer of a group did something, that is hidden too.",
        f"A share out of fewer than {policy.base} people is hidden.",
        _rounding(policy),
        "Some other figures are hidden with them. Otherwise a hidden one could be worked out, by taking those that are"
        f" shown from their total. The hidden counts in a total come to {policy.line_sum} people or more. As far as a"
        f" reader can tell, each could be anything from 1 to {policy.threshold}, or from a range {policy.width} wide.",
        f"In surveys, nothing is shown on fewer than {policy.survey.base} answers. On fewer than"
        f" {policy.survey.reliable} the figure is shown with the words “few answers”.",
        *_workforce(policy),
        f"A detail, such as a breakdown of every ward, is given only if at least {policy.least_shown} in 100 of its"
        f" figures could be shown ({policy.least_shown_beside} in 100 for figures that stand beside a measure's own)."
        " Otherwise it is left out whole.",
    )


def _rounding(policy: Policy) -> str:
    if policy.round_to == 1:
        return "Counts are not rounded."
    return f"Counts that are shown are rounded to the nearest {policy.round_to}, and shares are worked out from these."


def _workforce(policy: Policy) -> tuple[str, ...]:
    if not policy.workforce.one_at_a_time:
        return ()
    return (
        "Answers of staff are shown by place or by group, never by group within a place: a manager might know them.",
    )
