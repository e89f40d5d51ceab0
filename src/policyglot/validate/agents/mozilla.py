"""Netscape 7 and Mozilla: sorts a compact policy by the consent that it leaves people.

Any unknown token makes the whole policy invalid. Only the first three letters are looked up.

Source: Mozilla, nsCompactPolicy.cpp; reference, section g. How personal data without any use
are sorted is inferred.
"""

from __future__ import annotations

from policyglot.formats.p3p.compact_parser import MARKS, parse_header
from policyglot.formats.p3p.terms import by_token
from policyglot.validate.agents.verdict import Verdict

PERSONAL = frozenset({"FIN", "GOV", "ONL", "PHY", "UNI"})
USES = frozenset({"CON", "DEL", "IVA", "IVD", "OTP", "OTR", "PUB", "SAM", "TEL", "UNR"})

_CONSENT = {"": 0, "a": 0, "o": 1, "i": 2}
_NAMES = ("no consent", "implicit consent", "explicit consent")


def judge(header: str | None) -> tuple[Verdict, ...]:
    """Say how the cookies of a header are sorted.

    Args:
        header: The `P3P:` header, or None where none was sent.
    """
    return (_verdict(header),)


def _verdict(header: str | None) -> Verdict:
    parsed = parse_header(header) if header is not None else None
    if parsed is None or parsed.compact is None:
        return _sorted("no policy", "there is no compact policy")
    unknown = [t.text for t in parsed.tokens if t.text[:3] not in by_token() and t.text[:3] not in MARKS]
    if unknown:
        return _sorted("no policy", f"“{unknown[0]}” is no token, which makes the policy invalid")
    tokens = [(t.text[:3], t.text[3:4]) for t in parsed.tokens]
    if any(name == "TST" for name, _ in tokens):
        return _sorted("no policy", "TST marks a test")
    personal = [name for name, _ in tokens if name in PERSONAL]
    if not personal:
        return _sorted("not personal", "no token stands for personal data")
    uses = [(name, _CONSENT.get(suffix, 0)) for name, suffix in tokens if name in USES]
    if not uses:
        return _sorted("no consent", f"{personal[0]} is personal, and nothing says what for", is_confirmed=False)
    name, consent = min(uses, key=lambda use: use[1])
    return _sorted(_NAMES[consent], f"{personal[0]} is personal, and {name} leaves {_NAMES[consent]}")


def _sorted(outcome: str, reason: str, *, is_confirmed: bool = True) -> Verdict:
    return Verdict(agent="mozilla", situation="", outcome=outcome, reason=reason, is_confirmed=is_confirmed)
