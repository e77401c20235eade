"""How much age costs: half of the score per half-life, nothing within the grace."""

from __future__ import annotations

from digest.rank.ageing import ageing

weigh = ageing
