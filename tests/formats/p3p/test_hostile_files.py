"""Files that are meant to hurt are refused with a finding, not with a traceback."""

from __future__ import annotations

import codecs
import contextlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyglot.errors import SyntaxFault
from policyglot.findings import Severity
from policyglot.formats.p3p import read_compact, read_policies, write_policy
from policyglot.formats.p3p.compact_parser import parse_header
from policyglot.validate import validate
from policyglot.validate.compact import check_header
from policyglot.validate.p3p import MAX_FINDINGS
from policyglot.validate.rule import Profile

NS = 'xmlns="http://www.w3.org/2002/01/P3Pv1"'
BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)


def attributes(number: int) -> str:
    return " ".join(f"a{n}=''" for n in range(number))


HOSTILE = {
    "entity bomb": f"{BOMB}]><POLICIES {NS}>&j;</POLICIES>".encode(),
    "entity bomb in an attribute": f"{BOMB}]><POLICIES {NS} a='&j;'/>".encode(),
    "external entity": f"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><POLICIES {NS}>&a;</POLICIES>".encode(),
    "external DTD": f"<!DOCTYPE POLICIES SYSTEM 'http://127.0.0.1:1/x.dtd'><POLICIES {NS}/>".encode(),
    "DTD after comments": f"<?xml version='1.0'?><!-- a --> <!-- b -->\n<!doctype x><POLICIES {NS}/>".encode(),
    "DTD in UTF-16": f"<!DOCTYPE x [<!ENTITY a 'b'>]><POLICIES {NS}>&a;</POLICIES>".encode("utf-16"),
    "deep nesting": (f"<POLICIES {NS}>" + "<a>" * 100_000 + "</a>" * 100_000 + "</POLICIES>").encode(),
    "deep nesting, few tags": (f"<POLICIES {NS}>" + "<a>" * 9_000 + "</a>" * 9_000 + "</POLICIES>").encode(),
    "many children": f"<POLICIES {NS}>{'<POLICY/>' * 20_000}</POLICIES>".encode(),
    "many attributes": f"<POLICIES {NS} {attributes(200_000)}/>".encode(),
    "some attributes": f"<POLICIES {NS} {attributes(20_000)}/>".encode(),
    "huge text": f"<POLICIES {NS}>{'a' * 30_000_000}</POLICIES>".encode(),
    "truncated": f"<POLICIES {NS}><POLICY name='a'".encode(),
    "wrong encoding": f"<?xml version='1.0' encoding='UTF-8'?><POLICIES {NS}>".encode() + b"\xff\xfe\x80</POLICIES>",
    "unknown encoding": f"<?xml version='1.0' encoding='klingon'?><POLICIES {NS}/>".encode(),
    "NUL bytes": f"<POLICIES {NS}>\0\0</POLICIES>".encode(),
    "binary": bytes(range(256)) * 100,
    "nothing": b"",
    "only a mark": codecs.BOM_UTF8,
    "text": b"CP is not here",
    "undefined entity": f"<POLICIES {NS}>&nope;</POLICIES>".encode(),
    "undeclared prefix": b"<p3p:POLICIES/>",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_file_is_a_finding(content: bytes) -> None:
    (finding,) = validate(content, "hostile.xml", kind="p3p")
    assert finding.rule == "syntax/p3p"
    assert finding.severity is Severity.ERROR
    assert finding.hint
    with pytest.raises(SyntaxFault):
        read_policies(content, "hostile.xml")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1", "windows-1252", "euc-kr", "shift_jis"]
)
def test_encodings_of_xml_are_read(encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    text = f"<?xml version='1.0' encoding='{declared}'?>\n<POLICIES {NS}><POLICY name='a' discuri='/b'/></POLICIES>"
    (policy,) = read_policies(text.encode(encoding), "a.xml")
    assert policy.title == "a"


def test_many_faults_are_reported_up_to_a_limit() -> None:
    faulty = f"<POLICIES {NS}>" + "<POLICY a='b'/>" * 1_000 + "</POLICIES>"
    *findings, last = validate(faulty.encode(), "a.xml", kind="p3p")
    assert 100 < len(findings) <= MAX_FINDINGS
    assert last.rule == "validate/more-findings"
    assert last.severity is Severity.NOTE


def test_errors_are_kept_where_findings_are_left_out() -> None:
    policy = (
        "<POLICY name='a' discuri='http://'><STATEMENT><EXTENSION optional='no'><a/></EXTENSION></STATEMENT></POLICY>"
    )
    findings = validate(f"<POLICIES {NS}>{policy * 900}</POLICIES>".encode(), "a.xml", kind="p3p")
    assert len(findings) == MAX_FINDINGS + 1
    assert sum(f.severity is Severity.ERROR for f in findings) >= 200


@pytest.mark.parametrize(
    "body",
    [
        "<DATA ref='#user.nmae'/>" * 900,
        f"<DATA ref='#{'.a' * 900}'/>" * 900,
        f"<DATA ref='#{'.a' * 400_000}'/>",
        "<EXTENSION>" * 200 + "</EXTENSION>" * 200,
        "\n" * 1_500_000 + "<a/>" * 900,
    ],
)
def test_worst_of_what_is_read_has_bounded_findings(body: str) -> None:
    content = (
        f"<POLICIES {NS}><POLICY><STATEMENT><DATA-GROUP base=''>{body}</DATA-GROUP></STATEMENT></POLICY></POLICIES>"
    )
    findings = validate(content.encode(), "a.xml", kind="p3p")
    assert 0 < len(findings) <= MAX_FINDINGS + 1


def test_long_header_is_a_finding() -> None:
    for header in ('CP="' + "CUR " * 250_000 + '"', "x" * 1_000_000, "=" * 1_000_000, 'a="b",' * 160_000):
        assert any(f.severity is Severity.ERROR for f in check_header(header))
        assert read_compact(header).practices


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["CP", "=", '"', "'", ",", " ", "CUR", "a", "P3P:", "policyref"])).map("".join)
)
def test_any_header_can_be_taken_apart(header: str) -> None:
    parse_header(header)
    check_header(header)
    read_compact(header)


FRAGMENTS = st.sampled_from(
    [
        *("<POLICIES", f" {NS}", ">", "/>", "</POLICIES>", "<POLICY", "</POLICY>", "<META>", "</META>"),
        *("<STATEMENT>", "</STATEMENT>", "<DATA-GROUP base=''>", "</DATA-GROUP>", "<DATA ref='#user'/>"),
        *("<DATA ref=''/>", "<PURPOSE><current/></PURPOSE>", "<EXTENSION>", "</EXTENSION>", "<!--", "-->"),
        *("<![CDATA[", "]]>", "<?x", "?>", "&amp;", "&#0;", "\x00", "é", " name='a'", "<EXPIRY date='x'/>"),
        *("<EXPIRY max-age='9999999999999999999999999'/>", "<POLICY-REF about='#'>", "</POLICY-REF>"),
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(FRAGMENTS, max_size=30).map("".join).map(str.encode) | st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    profiles: tuple[Profile, ...] = ("strict", "tolerant")
    for profile in profiles:
        validate(content, "p3p.xml", profile=profile, kind="p3p")
    with contextlib.suppress(SyntaxFault):
        read_policies(content, "p3p.xml")


@pytest.mark.parametrize("digits", [19, 5_000, 300_000])
def test_lifetime_that_nobody_can_count_is_left_out(digits: int) -> None:
    content = f"<POLICIES {NS}><EXPIRY max-age='{'9' * digits}'/><POLICY name='a'/></POLICIES>"
    (policy,) = read_policies(content.encode(), "a.xml")
    assert policy.expires is None
    assert write_policy(replace(policy, expires=f"P{'9' * digits}D"))
