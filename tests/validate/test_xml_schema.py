"""What the schemas say, in words that help."""

from __future__ import annotations

import pytest

from policyglot.findings import Finding, Severity
from policyglot.validate import validate
from policyglot.validate.rule import Profile
from policyglot.validate.xml_schema import PREFIXED_STEP

PROFILES: tuple[Profile, ...] = ("strict", "tolerant")
HEAD = '<POLICIES xmlns="http://www.w3.org/2002/01/P3Pv1"><POLICY name="a" discuri="/privacy">'
ENTITY = '<ENTITY><DATA-GROUP><DATA ref="#business.name">A</DATA></DATA-GROUP></ENTITY><ACCESS><all/></ACCESS>'
PARTS = "<PURPOSE><current/></PURPOSE><RECIPIENT><ours/></RECIPIENT><RETENTION><indefinitely/></RETENTION>"
DATA = '<DATA-GROUP><DATA ref="#user.name"/></DATA-GROUP>'
NEW = "http://www.w3.org/2006/01/P3Pv11"
DRAFT = "http://www.w3.org/2004/02/P3Pv11"


def found(body: str) -> list[Finding]:
    content = f"{HEAD}{body}</POLICY></POLICIES>"
    return [f for f in validate(content.encode(), "a.xml", kind="p3p") if f.rule.startswith("xsd/")]


def statement(body: str) -> str:
    return f"{ENTITY}<STATEMENT>{body}</STATEMENT>"


FAULTS = [
    (ENTITY.replace("<all/>", ""), "<ACCESS> is not complete", "nonident"),
    (ENTITY.replace("<all/>", "<all/><none/>"), "<none> cannot stand here", "EXTENSION"),
    (ENTITY.replace("<all/>", "<every/>"), "<every> cannot stand here", "nonident"),
    (statement(PARTS), "<STATEMENT> is not complete", "DATA-GROUP"),
    (statement(DATA + PARTS), "<DATA-GROUP> cannot stand here", "PURPOSE"),
    (statement("<NON-IDENTIFIABLE>x</NON-IDENTIFIABLE>"), "<NON-IDENTIFIABLE> holds text, which it cannot", "remove"),
    (statement(PARTS + DATA.replace("DATA ref", "DATA short='x' ref")), "<DATA> has no attribute short", "remove"),
    (statement(PARTS + DATA.replace("DATA ref", "DATA optional='maybe' ref")), "cannot be “maybe”", "yes"),
    (statement(PARTS + DATA.replace(' ref="#user.name"', "")), "<DATA> has no ref", 'ref="…"'),
    (
        statement(PARTS.replace("<current/>", "<admin required='never'/>") + DATA),
        "required of <admin> cannot be “never”",
        "always",
    ),
]


@pytest.mark.parametrize(("body", "message", "hint"), FAULTS)
def test_fault_is_said_in_words(body: str, message: str, hint: str) -> None:
    findings = found(body)
    assert any(message in f.message and hint in (f.hint or "") for f in findings), findings
    assert all(f.severity is Severity.ERROR for f in findings)


@pytest.mark.parametrize("body", ["<NON-IDENTIFIABLE/>", PARTS + DATA, "<NON-IDENTIFIABLE/>" + PARTS + DATA + DATA])
def test_statements_of_both_shapes_pass(body: str) -> None:
    assert found(statement(body)) == []


@pytest.mark.parametrize("namespace", [NEW, DRAFT])
@pytest.mark.parametrize(
    ("element", "is_fine"),
    [
        ("<PPURPOSE {}><sales/><delivery/></PPURPOSE>", True),
        ("<PPURPOSE {}><selling/></PPURPOSE>", False),
        ("<PPURPOSE {}/>", False),
        ('<STATEMENT-GROUP {} name="Logging"/>', True),
        ('<STATEMENT-GROUP-DEF {} id="x" consent="mixed"/>', True),
        ('<STATEMENT-GROUP-DEF {} id="x" consent="never"/>', False),
        ("<NEWS {}/>", False),
    ],
)
def test_elements_of_1_1_are_checked_in_extensions(namespace: str, element: str, is_fine: bool) -> None:
    said = element.replace("{}", f"xmlns='{namespace}'")
    findings = found(statement(f"<EXTENSION>{said}</EXTENSION>" + PARTS + DATA))
    assert (findings == []) is is_fine
    assert all(f.severity is Severity.WARNING and f.hint for f in findings)


def test_blanks_in_an_empty_element_are_forgiven_by_the_tolerant_profile_only() -> None:
    content = f"{HEAD}{statement(PARTS.replace('<ours/>', '<ours> </ours>') + DATA)}</POLICY></POLICIES>".encode()
    strict, tolerant = (
        [f for f in validate(content, "a.xml", kind="p3p", profile=profile) if f.rule.startswith("xsd/")]
        for profile in PROFILES
    )
    assert [f.location.pointer for f in strict] in ([], ["/POLICIES/POLICY/STATEMENT/RECIPIENT/ours"])
    assert tolerant == []


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (HEAD + "\n<other:mood xmlns:other='https://a.example/'/></POLICY></POLICIES>", 2),
        ("<p:POLICIES xmlns:p='http://www.w3.org/2002/01/P3Pv1'>\n<p:EXPIRY/>\n<p:mood/></p:POLICIES>", 3),
        ("<POLICIES>\n<other:mood xmlns:other='https://a.example/'/></POLICIES>", 2),
    ],
)
def test_element_with_any_prefix_is_found(content: str, line: int) -> None:
    lines = {f.location.line for f in validate(content.encode(), "a.xml", kind="p3p") if f.rule.startswith("xsd/")}
    assert line in lines


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("/p:POLICIES/p:POLICY[2]/*[3]", ["p:POLICIES", "p:POLICY"]),
        ("/*/*[1]/a-1.b:c", ["a-1.b:c"]),
        ("/*/*[1]", []),
        ("/POLICIES/POLICY[12]", []),
    ],
)
def test_prefixed_steps(path: str, steps: list[str]) -> None:
    assert PREFIXED_STEP.findall(path) == steps
