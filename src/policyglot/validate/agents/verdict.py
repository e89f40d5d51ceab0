"""What a user agent would have done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an agent would have done in one situation.

    Attributes:
        agent: Name of the agent and its setting ("ie6-medium").
        situation: What it was asked ("third-party persistent cookie"), or "" where there is but one.
        outcome: What it would have done or shown ("accept", "block", "red bird").
        reason: Why, one sentence without a full stop.
        is_confirmed: Whether sources agree on it; False where it is remembered or inferred.
    """

    agent: str
    situation: str
    outcome: str
    reason: str
    is_confirmed: bool = True
