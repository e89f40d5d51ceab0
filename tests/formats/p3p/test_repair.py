"""Mechanical repairs."""

from __future__ import annotations

import pytest

from policyglot.findings import Severity
from policyglot.formats.p3p.repair import repair_file, repair_header
from policyglot.validate import validate

GOOD = """<POLICIES xmlns="http://www.w3.org/2002/01/P3Pv1"><EXPIRY max-age="86400"/>
<POLICY name="a" discuri="https://a.example/privacy"><ENTITY><DATA-GROUP><DATA ref="#business.name">A</DATA>
<DATA ref="#business.contact-info.online.uri">https://a.example/</DATA></DATA-GROUP></ENTITY><ACCESS><all/></ACCESS>
<STATEMENT><CONSEQUENCE>Why</CONSEQUENCE><PURPOSE><current/></PURPOSE><RECIPIENT><ours/></RECIPIENT>
<RETENTION><indefinitely/></RETENTION><DATA-GROUP><DATA ref="#user.name"/></DATA-GROUP></STATEMENT>
</POLICY></POLICIES>"""
BARE = GOOD[GOOD.index("<POLICY name") : GOOD.index("</POLICIES>")].replace(
    "<POLICY ", '<POLICY xmlns="http://www.w3.org/2000/12/P3Pv1" '
)
META = """<META xmlns="http://www.w3.org/2002/01/P3Pv1"><POLICY-REFERENCES><POLICY-REF about="policy.xml">
<COOKIE-INCLUDE name="*"/><INCLUDE>/*</INCLUDE></POLICY-REF></POLICY-REFERENCES></META>"""


def errors(content: bytes) -> list[str]:
    return [f.message for f in validate(content, "file.xml", kind="p3p") if f.severity is Severity.ERROR]


BROKEN = {
    "no namespace": GOOD.replace(' xmlns="http://www.w3.org/2002/01/P3Pv1"', ""),
    "draft's namespace": GOOD.replace("2002/01", "2001/09"),
    "bare policy of a draft": BARE,
    "order": GOOD.replace("<CONSEQUENCE>Why</CONSEQUENCE>", "").replace(
        "<RETENTION>", "<CONSEQUENCE>Why</CONSEQUENCE><RETENTION>"
    ),
    "extension in the middle": GOOD.replace("<PURPOSE>", "<EXTENSION/><PURPOSE>"),
    "required on current": GOOD.replace("<current/>", '<current required="always"/>'),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_is_mechanical_is_repaired(text: str) -> None:
    assert errors(text.encode())
    repaired = repair_file(text.encode(), "file.xml")
    assert repaired.changes
    assert errors(repaired.content) == []
    assert repair_file(repaired.content, "file.xml").changes == ()


def test_a_good_file_is_left_alone() -> None:
    assert repair_file(GOOD.encode(), "file.xml").content == GOOD.encode()


def test_about_gets_the_name_of_the_only_policy_of_the_file() -> None:
    repaired = repair_file(META.encode(), "p3p.xml", policy_file=GOOD.encode())
    assert b'about="policy.xml#a"' in repaired.content
    assert errors(repaired.content) == []


def test_about_stays_where_nobody_knows_the_name() -> None:
    assert b'about="policy.xml"' in repair_file(META.encode(), "p3p.xml").content


@pytest.mark.parametrize(
    ("header", "repaired"),
    [
        ('CP="ALL CURa OUR IND NAV"', 'CP="ALL CUR OUR IND NAV"'),
        ('policyref="/p" CP="NOI"', 'policyref="/p", CP="NOI"'),
        ("CP='NOI CUR'", 'CP="NOI CUR"'),
        ('CP=" NOI  CUR NOI "', 'CP="NOI CUR"'),
        ('P3P: CP="NOIa"', 'P3P: CP="NOI"'),
        ('CP="ALL CUR"', 'CP="ALL CUR"'),
        ('CP="nonsense CUR"', 'CP="nonsense CUR"'),
    ],
)
def test_headers_are_repaired(header: str, repaired: str) -> None:
    assert repair_header(header).content.decode() == repaired
