"""Internet Explorer 6 to 11: cookies, by compact policy alone.

It skips tokens that it does not know, so that any text at all counts as a policy without
fault. What it asks is whether contact, financial or government data are used or given away
without the consent that the slider wants.

Source: Microsoft, PrivacyTemplates and [MS-P3P]; reference, section g.
"""

from __future__ import annotations

from policyglot.formats.p3p.compact_parser import CompactHeader, parse_header
from policyglot.validate.agents.verdict import Verdict

PERSONAL = frozenset({"PHY", "ONL", "GOV", "FIN"})
"""Categories that count as personally identifiable."""

USES = frozenset({"IVA", "IVD", "CON", "TEL", "OTP", "SAM", "OTR", "UNR", "PUB"})
"""Purposes and recipients that need consent."""

SETTINGS = ("accept-all", "low", "medium", "medium-high", "high", "block-all")

# What is wrong with a compact policy, worst first.
_NONE, _NO_OPT_OUT, _NO_OPT_IN, _FINE = "none", "no opt-out", "no opt-in", "satisfactory"

# Action for first-party persistent, first-party session, third-party persistent, third-party session
# cookies, by setting and fault. "leash": kept, but sent to the site itself only.
_ACCEPT, _BLOCK = ("accept",) * 4, ("block",) * 4
_ACTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "accept-all": {},
    "low": {
        _NONE: ("accept", "accept", "leash", "leash"),
        _NO_OPT_OUT: ("accept", "accept", "keep for the session", "accept"),
    },
    "medium": {
        _NONE: ("leash", "leash", "block", "block"),
        _NO_OPT_OUT: ("keep for the session", "accept", "block", "block"),
    },
    "medium-high": {
        _NONE: ("leash", "leash", "block", "block"),
        _NO_OPT_OUT: ("block", "accept", "block", "block"),
        _NO_OPT_IN: ("accept", "accept", "block", "block"),
    },
    "high": {_NONE: _BLOCK, _NO_OPT_OUT: _BLOCK, _NO_OPT_IN: _BLOCK},
    "block-all": {_NONE: _BLOCK, _NO_OPT_OUT: _BLOCK, _NO_OPT_IN: _BLOCK, _FINE: _BLOCK},
}
_SITUATIONS = (
    "first-party persistent cookie",
    "first-party session cookie",
    "third-party persistent cookie",
    "third-party session cookie",
)
# The one cell that no source confirms: third-party cookies without a policy at the low setting.
_UNCONFIRMED = {("low", _NONE, 2), ("low", _NONE, 3)}


def judge(header: str | None, *, setting: str) -> tuple[Verdict, ...]:
    """Say what happens to cookies that come with a header.

    Args:
        header: The `P3P:` header, or None where none was sent.
        setting: One of `SETTINGS`, a position of the slider.

    Returns:
        Four verdicts: first and third party, persistent and session.
    """
    parsed = parse_header(header) if header is not None else None
    fault, reason = _fault(parsed)
    actions = _ACTIONS[setting].get(fault, _ACCEPT)
    return tuple(
        Verdict(
            agent=f"ie6-{setting}",
            situation=situation,
            outcome=actions[number],
            reason=reason,
            is_confirmed=(setting, fault, number) not in _UNCONFIRMED,
        )
        for number, situation in enumerate(_SITUATIONS)
    )


def _fault(parsed: CompactHeader | None) -> tuple[str, str]:
    if parsed is None or parsed.compact is None:
        return _NONE, "there is no compact policy"
    personal = sorted(t.name for t in parsed.tokens if t.name in PERSONAL)
    uses = [t for t in parsed.tokens if t.name in USES]
    for fault, kept in ((_NO_OPT_OUT, ("", "a")), (_NO_OPT_IN, ("", "a", "o"))):
        without = [t.text for t in uses if t.suffix in kept]
        if personal and without:
            wanted = "opt-out" if fault == _NO_OPT_OUT else "opt-in"
            return fault, f"{', '.join(personal)} are used for {', '.join(without)} without {wanted}"
    if not any(t.is_known for t in parsed.tokens):
        return _FINE, "no token is known, and unknown ones are skipped"
    return _FINE, "no personal data are used without consent"
