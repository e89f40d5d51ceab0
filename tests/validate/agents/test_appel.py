"""APPEL rule sets against policies."""

from __future__ import annotations

import pytest

from policyglot.errors import InputError, SyntaxFault
from policyglot.formats.p3p import read_policy
from policyglot.validate.agents.appel import evaluate

POLICY = b"""<POLICIES xmlns="http://www.w3.org/2002/01/P3Pv1">
<POLICY name="a" discuri="https://a.example/privacy" opturi="https://a.example/choices">
<ENTITY><DATA-GROUP><DATA ref="#business.name">A</DATA>
<DATA ref="#business.contact-info.online.uri">https://a.example/</DATA></DATA-GROUP></ENTITY>
<ACCESS><none/></ACCESS>
<STATEMENT><PURPOSE><current/><contact required="opt-out"/><develop/></PURPOSE><RECIPIENT><ours/><same/></RECIPIENT>
<RETENTION><indefinitely/></RETENTION><DATA-GROUP><DATA ref="#user.home-info.postal.street"/></DATA-GROUP></STATEMENT>
</POLICY></POLICIES>"""


def rules(*bodies: str, behaviour: str = "block") -> bytes:
    inner = "".join(
        f'<a:RULE behavior="{behaviour}" description="{n}">{body}</a:RULE>' for n, body in enumerate(bodies)
    )
    return (
        '<a:RULESET xmlns:a="http://www.w3.org/2002/04/APPELv1" xmlns="http://www.w3.org/2002/01/P3Pv1">'
        f'{inner}<a:OTHERWISE behavior="request"/></a:RULESET>'
    ).encode()


def statement(body: str) -> str:
    return f"<POLICY><STATEMENT>{body}</STATEMENT></POLICY>"


A = 'a:connective="{}"'
CASES = [
    ("", "block"),
    ("<POLICY><ACCESS><none/></ACCESS></POLICY>", "block"),
    ("<POLICY><ACCESS><all/></ACCESS></POLICY>", "request"),
    (statement("<PURPOSE><contact/></PURPOSE>"), "block"),
    (statement('<PURPOSE><contact required="opt-out"/></PURPOSE>'), "block"),
    (statement('<PURPOSE><contact required="always"/></PURPOSE>'), "request"),
    (statement('<PURPOSE><develop required="always"/></PURPOSE>'), "block"),
    (statement('<PURPOSE><contact required="opt-*"/></PURPOSE>'), "block"),
    (statement("<PURPOSE><contact/><admin/></PURPOSE>"), "request"),
    (statement(f"<PURPOSE {A.format('or')}><contact/><admin/></PURPOSE>"), "block"),
    (statement(f"<PURPOSE {A.format('non-or')}><admin/><historical/></PURPOSE>"), "block"),
    (statement(f"<PURPOSE {A.format('non-and')}><contact/><admin/></PURPOSE>"), "block"),
    (statement(f"<PURPOSE {A.format('and-exact')}><contact/><current/></PURPOSE>"), "request"),
    (statement(f"<PURPOSE {A.format('and-exact')}><contact/><current/><develop/></PURPOSE>"), "block"),
    (statement(f"<RECIPIENT {A.format('or-exact')}><ours/><same/><public/></RECIPIENT>"), "block"),
    (statement(f"<RECIPIENT {A.format('or-exact')}><ours/><public/></RECIPIENT>"), "request"),
    (statement('<DATA-GROUP><DATA ref="#user.home-info"/></DATA-GROUP>'), "block"),
    (statement('<DATA-GROUP><DATA ref="#user.home-info.postal.street.x"/></DATA-GROUP>'), "request"),
    (statement('<DATA-GROUP><DATA ref="#user.*"/></DATA-GROUP>'), "block"),
    (statement("<DATA-GROUP><DATA><CATEGORIES><physical/></CATEGORIES></DATA></DATA-GROUP>"), "block"),
    (statement("<DATA-GROUP><DATA><CATEGORIES><health/></CATEGORIES></DATA></DATA-GROUP>"), "request"),
]


@pytest.mark.parametrize(("body", "behaviour"), CASES)
def test_rule_fires_as_its_body_says(body: str, behaviour: str) -> None:
    assert evaluate(rules(body), "rules.xml", read_policy(POLICY, "policy.xml")).behaviour == behaviour


def test_first_rule_that_fires_decides_and_says_where_it_is() -> None:
    decision = evaluate(
        rules("<POLICY><ACCESS><all/></ACCESS></POLICY>", "<POLICY/>", behaviour="limited"),
        "rules.xml",
        read_policy(POLICY, "policy.xml"),
    )
    assert (decision.rule, decision.behaviour, decision.description, decision.line) == (2, "limited", "1", 1)


@pytest.mark.parametrize(
    "content", [b"<RULES/>", b"<RULESET>", b"", b"<RULESET>" + b"<or>" * 200 + b"</or>" * 200 + b"</RULESET>"]
)
def test_what_is_no_rule_set_is_refused(content: bytes) -> None:
    with pytest.raises(SyntaxFault):
        evaluate(content, "rules.xml", read_policy(POLICY, "policy.xml"))


@pytest.mark.parametrize(
    "parts",
    [
        "<STATEMENT><PURPOSE a:connective='or'><historical/></PURPOSE></STATEMENT>" * 900,
        f"<STATEMENT><DATA-GROUP><DATA ref='{'*a' * 9_000}'/></DATA-GROUP></STATEMENT>" * 90,
    ],
)
def test_comparison_that_would_not_end_is_refused(parts: str) -> None:
    statement = POLICY[POLICY.index(b"<STATEMENT>") : POLICY.index(b"</POLICY>")]
    policy = read_policy(POLICY.replace(statement, statement * 400), "policy.xml")
    with pytest.raises(InputError, match="too large to be compared"):
        evaluate(rules(f"<POLICY a:connective='or'>{parts}</POLICY>"), "rules.xml", policy)
