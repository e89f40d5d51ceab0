from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.loopback import Answer, Loopback, Write, redirect, serving
from tests.validate.stub_site import read_site, stub_fetch

from policyglot.findings import Finding
from policyglot.read.fetch import FetchLimits, fetch
from policyglot.validate.page_markup import PageMarkup, read_markup
from policyglot.validate.report import render
from policyglot.validate.site import SiteReport, validate_site
from policyglot.validate.visit import MAX_FETCHES
from policyglot.validate.visiting import visit

RULES = Path(__file__).parent / "rules"
EXAMPLE = Path(__file__).parents[2] / "output" / "example"
XML = (("Content-Type", "application/p3p+xml"),)
HTML = (("Content-Type", "text/html; charset=utf-8"),)
PRF = (RULES / "PG702/pass.xml").read_bytes()
POLICY = (RULES / "PG501/pass.xml").read_bytes()


def rules(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.rule for finding in findings}


def check(pages: dict[str, dict[str, Any]], *, url: str = "https://shop.example/") -> SiteReport:
    return validate_site(url, fetch=stub_fetch({f"https://shop.example{path}": said for path, said in pages.items()}))


def good_pages() -> dict[str, dict[str, Any]]:
    _, served = read_site(RULES / "PG801/pass.toml")
    paths = ("/", "/w3c/p3p.xml", "/w3c/policy.xml", "/privacy")
    return {path: {"body": served(f"https://shop.example{path}").content.decode()} for path in paths}


def test_steps_come_in_the_order_of_the_validator() -> None:
    report = check(good_pages())
    assert [step.name for step in report.steps] == [
        "page",
        "reference files",
        "coverage",
        "policy files",
        "compact policy",
        "links",
        "graphs",
        "embedded content",
    ]
    assert {f.severity.value for f in report.findings} <= {"note"}
    assert report.steps[2].done == (
        "https://shop.example/ is covered by https://shop.example/w3c/policy.xml#shop, line 3",
    )


def test_site_without_anything_is_told_so() -> None:
    report = check({"/": {"body": "<p>Welcome.</p>"}})
    (finding,) = report.findings
    assert finding.rule == "PG802"
    assert "no policy that a machine can read" in finding.message


def test_files_are_checked_as_files() -> None:
    pages = good_pages()
    pages["/w3c/policy.xml"]["body"] = pages["/w3c/policy.xml"]["body"].replace("<ACCESS><nonident/></ACCESS>", "")
    step = next(step for step in check(pages).steps if step.name == "policy files")
    assert {f.location.source for f in step.findings} == {"https://shop.example/w3c/policy.xml"}
    assert any(f.severity.value == "error" and f.location.line for f in step.findings)


def test_reference_file_that_is_no_xml_is_reported() -> None:
    report = check({"/": {"body": '<link rel="P3Pv1" href="/p3p.xml">'}, "/p3p.xml": {"body": "<META"}})
    assert any(f.rule == "syntax/p3p" and f.location.source == "https://shop.example/p3p.xml" for f in report.findings)


def test_served_compact_policy_is_compared_with_the_full_one() -> None:
    pages = good_pages()
    pages["/"]["headers"] = [("P3P", 'policyref="/w3c/p3p.xml", CP="NON ADM CON OUR NOR NAV COM"')]
    found = next(step for step in check(pages).steps if step.name == "compact policy").findings
    assert any(f.rule.startswith("PG62") and "CON" in f.message for f in found)
    assert {f.location.source for f in found} == {"https://shop.example/ (header P3P)"}


def test_compact_policy_is_checked() -> None:
    report = check({"/": {"headers": [("P3P", 'CP="NOPE"')]}})
    assert {"PG601", "PG810"} <= rules(report.findings)


def test_our_own_graph_is_checked_where_it_stands_in_the_page() -> None:
    graph = '{"@context": {"dpv": "https://w3id.org/dpv#"},\n "nonsense": 1}'
    page = f'<html>\n<script type="application/ld+json">{graph}</script>\n</html>'
    report = check({"/": {"body": page}})
    found = next(step for step in report.steps if step.name == "graphs").findings
    assert found
    assert {f.location.source for f in found} == {"https://shop.example/"}
    assert all((f.location.line or 2) >= 2 for f in found)


def test_graphs_about_other_things_are_left_alone() -> None:
    page = '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Shop"}</script>'
    report = check({"/": {"body": page}})
    step = next(step for step in report.steps if step.name == "graphs")
    assert step.findings == ()
    assert step.done == ("https://shop.example/: a script in line 1, about something else",)
    assert "PG802" in rules(report.findings)


def test_linked_graph_that_we_wrote_has_no_errors() -> None:
    page = '<link rel="privacy-policy" type="application/ld+json" href="/policy.jsonld">'
    graph = (EXAMPLE / "policy.jsonld").read_text(encoding="utf-8")
    report = check({"/": {"body": page}, "/policy.jsonld": {"body": graph, "type": "application/ld+json"}})
    assert [f for f in report.findings if f.severity.value == "error"] == []
    assert "https://shop.example/policy.jsonld" in report.contents


def test_no_visit_asks_without_end() -> None:
    asked: list[str] = []
    links = "".join(f'<link rel="P3Pv1" href="/{n}.xml">' for n in range(500))
    answers = stub_fetch({"https://shop.example/": {"body": links}})

    def counting(url: str) -> Any:
        asked.append(url)
        return answers(url)

    assert visit("https://shop.example/", fetch=counting).is_cut
    assert len(asked) == MAX_FETCHES == len(set(asked))


@pytest.mark.parametrize("style", ["text", "json", "sarif"])
def test_report_is_rendered_as_any_other(style: Any) -> None:
    report = check({"/": {}})
    shown = render(report.findings, style=style)
    assert "PG802" in shown
    if style != "text":
        json.loads(shown)


@pytest.mark.parametrize(
    ("page", "markup"),
    [
        (b'<link REL="p3pv1" HREF="a.xml">', PageMarkup(references=("https://a.example/x/a.xml",))),
        (b'<base href="/y/"><link rel="P3Pv1" href="a.xml">', PageMarkup(references=("https://a.example/y/a.xml",))),
        (b'<link rel="P3Pv1"><link href="a.xml">', PageMarkup()),
        (b'<!-- <link rel="P3Pv1" href="a.xml"> -->', PageMarkup()),
        (b'<link rel="alternate" type="application/ld+json" href="/g">', PageMarkup(graphs=("https://a.example/g",))),
        (b'<link rel="alternate" type="application/rss+xml" href="/g">', PageMarkup()),
        (b'<script type="application/LD+json; x=y">{}</script>', PageMarkup(scripts=("{}",))),
        (b'<script src="//b.example/s.js"></script>', PageMarkup(embedded=(("script", "https://b.example/s.js"),))),
        (b'<img src="data:image/png,x"><img src="http://[::1">', PageMarkup(embedded=(("img", "http://[::1"),))),
        (b"", PageMarkup()),
        (b"\xff\xfe\0\0", PageMarkup()),
    ],
)
def test_markup(page: bytes, markup: PageMarkup) -> None:
    assert read_markup(page, "https://a.example/x/") == markup


@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 200_000,
        b"<" * 1_000_000,
        b"<!--" * 250_000,
        b"<img " + b"a=b " * 200_000 + b">",
        b"<script type='application/ld+json'>" * 30_000,
        b'<link rel="P3Pv1" href="' + b"x" * 2_000_000,
    ],
    ids=["deep", "open", "comments", "attributes", "scripts", "long"],
)
def test_hostile_markup_is_read(page: bytes) -> None:
    read_markup(page, "https://a.example/", charset="no-such-charset")


PAGES: dict[str, Answer | Write] = {
    "/": Answer(
        body=b'<link rel="P3Pv1" href="/moved.xml"><img src="https://ads.example/x.gif">',
        headers=(*HTML, ("P3P", 'policyref="/w3c/p3p.xml", CP="NON ADM OUR NOR NAV COM"'), ("Set-Cookie", "id=1")),
    ),
    "/w3c/p3p.xml": Answer(body=good_pages()["/w3c/p3p.xml"]["body"].encode(), headers=XML),
    "/moved.xml": redirect("/w3c/p3p.xml"),
    "/w3c/policy.xml": Answer(body=good_pages()["/w3c/policy.xml"]["body"].encode(), headers=XML),
    "/slow": lambda write: write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"),
}


@pytest.fixture
def server() -> Iterator[Loopback]:
    with serving(PAGES) as running:
        yield running


def test_site_on_a_real_server(server: Loopback) -> None:
    local = partial(fetch, allow_private=True, limits=FetchLimits(total_seconds=5, read_seconds=1))
    silent = good_pages()["/w3c/policy.xml"]["body"].replace("https://shop.example/privacy", "/slow")
    server.pages["/w3c/policy.xml"] = Answer(body=silent.encode(), headers=XML)
    report = validate_site(server.url + "/", fetch=local)
    assert {"PG808", "PG811", "PG815"} <= rules(report.findings)
    (broken,) = (f for f in report.findings if f.rule == "PG808")
    assert "answer is broken" in broken.message
    assert (broken.severity.value, broken.location.source) == ("error", server.url + "/w3c/policy.xml")
    # The file that header, link and well-known place lead to is asked for once, and once through its redirect.
    asked = [path for path, _ in server.requests]
    assert sorted(asked) == ["/", "/moved.xml", "/slow", "/w3c/p3p.xml", "/w3c/p3p.xml", "/w3c/policy.xml"]


def test_private_site_is_refused_and_the_report_says_so() -> None:
    report = validate_site("http://127.0.0.1:9/", fetch=fetch)
    assert "not on the public internet" in report.findings[0].message


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><META>&a;</META>'
HOSTILE = (
    BOMB,
    "",
    "<" * 50_000,
    '<META xmlns="http://www.w3.org/2002/01/P3Pv1"><POLICY-REFERENCES><POLICY-REF about="http://[::1#x"/>'
    + '<POLICY-REF about="file:///etc/passwd#x"/></POLICY-REFERENCES></META>',
    '<script type="application/ld+json">' + "[" * 20_000 + '"w3id.org/dpv"</script>',
    '<script type="application/ld+json">{"@context": "https://w3id.org/dpv", "@graph": [1, {}, null]}</script>',
    '<link rel="P3Pv1" href="http://[::1"><base href="http://[">',
)
HEADERS = ("\0", 'policyref="http://[::1", CP=""', "x" * 20_000, 'policyref="", CP="ALL"', "CP=")


@pytest.mark.parametrize("header", HEADERS, ids=range(len(HEADERS)))
@pytest.mark.parametrize("page", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("file", [BOMB, HOSTILE[3], "<META", "{}"], ids=["bomb", "addresses", "cut", "json"])
def test_hostile_site_ends_in_findings(page: str, file: str, header: str) -> None:
    sent = [("P3P", header), ("Set-Cookie", "=;;;"), ("Date", "yesterday")]
    report = check({"/": {"body": page, "headers": sent}, "/w3c/p3p.xml": {"body": file}})
    assert any(finding.severity.value == "error" for finding in report.findings)
