"""Why there is no figure, or no interval: the sentences that published rows carry as their notes."""

from __future__ import annotations

__all__ = ["NOBODY", "NOT_COUNTED", "AT_ODDS", "WITHIN", "NO_METHOD", "EVERYONE_ASKED", "NO_DEVIATION"]

NOBODY = "Nobody was eligible."
NOT_COUNTED = "A count that it needs has not come in."
AT_ODDS = "What came in is at odds with itself: the part is more than the whole."
WITHIN = "Counts are known only within bounds."
NO_METHOD = "No formula for chance fits a ratio of sums."
EVERYONE_ASKED = "Everyone was asked: of those who answered."
NO_DEVIATION = "The spread of scores is not shown for places as small as this."
