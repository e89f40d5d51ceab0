"""The page: valid, whole, safe, the same every time."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from tests.report.pages import Node, parse
from tests.report.samples import DOCUMENT, SENTENCES, SHOP, policy, practice

from policyglot.answers import questions
from policyglot.findings import Finding, Location, Severity
from policyglot.generation import generate
from policyglot.model import Block, BlockKind, Contact, ContactKind, Controller, Document, Evidence, Mention, Span
from policyglot.read import read_document
from policyglot.report import write_report
from policyglot.vocabulary import iri

SAMPLES = Path(__file__).parents[1] / "data" / "policies"
FILES = {"headers.txt": b'P3P: policyref="/w3c/p3p.xml", CP="ALL CUR"\n', "policy.jsonld": b'{"a": "</script>"}\n'}
FINDINGS = (
    Finding(rule="PG405", severity=Severity.WARNING, message="assumed", location=Location(source="shop.txt")),
    Finding(
        rule="PG101", severity=Severity.ERROR, message="missing", location=Location(source="shop.txt", span=(0, 7))
    ),
    Finding(rule="PG410", severity=Severity.NOTE, message="lost", location=Location(source="w3c/policy.xml", line=3)),
)


def shop() -> bytes:
    return write_report(DOCUMENT, SHOP, files=FILES, findings=FINDINGS, questions=questions(SHOP))


def sample(name: str) -> bytes:
    document = read_document(content=(SAMPLES / name).read_bytes(), name=name)
    return generate(document).files["report.html"]


@pytest.fixture(scope="module", params=["made by hand", "empty", "shop.txt", "news.html", "app.md", "bank-2003.txt"])
def page(request: pytest.FixtureRequest) -> Node:
    if request.param == "made by hand":
        return parse(shop())
    if request.param == "empty":
        nothing = Document(text="", blocks=(), language="und", title=None, source="-", media_type="text/plain")
        return parse(write_report(nothing, replace(policy(), rights=()), files={}))
    return parse(sample(request.param))


def test_ids_are_unique_and_every_anchor_resolves(page: Node) -> None:
    ids = [node.attributes["id"] for node in page.walk() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    links = [node.attributes.get("href") or "" for node in page.all("a", "use")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    labelled = [node.attributes["aria-labelledby"] for node in page.walk() if "aria-labelledby" in node.attributes]
    copied = [node.attributes["data-copy"] for node in page.all("button")]
    assert {*labelled, *copied} <= set(ids)


def test_structure_is_what_a_screen_reader_needs(page: Node) -> None:
    (root,) = page.all("html")
    assert root.attributes["lang"] == "en"
    assert page.all("title")[0].text.strip()
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("header")) == 1
    levels = [int(node.name[1]) for node in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    for button in page.all("button"):
        assert button.text.strip() not in ("", "Copy")
    for region in (node for node in page.walk() if node.attributes.get("tabindex") == "0"):
        assert region.attributes.get("aria-label") or region.attributes.get("aria-labelledby")


def test_label_has_scoped_headers_and_a_word_in_each_cell(page: Node) -> None:
    (table,) = page.all("table")
    assert table.all("caption")
    assert all(header.attributes.get("scope") for header in table.all("th"))
    columns = sum(header.attributes.get("scope") == "col" for header in table.all("th"))
    for row in table.all("tbody")[0].all("tr"):
        cells = row.all("td")
        assert len(cells) == columns
        assert all(cell.text.strip() and cell.all("svg") for cell in cells)
        for cell in cells:
            assert bool(cell.all("a")) == (cell.attributes["class"] not in ("silent", "silent edge"))


def test_nothing_is_fetched_and_only_its_own_style_and_script_run(page: Node) -> None:
    for node in page.walk():
        assert "src" not in node.attributes
        assert not any(name.startswith("on") or name == "style" for name in node.attributes)
        assert node.name not in ("link", "img", "iframe", "object", "embed", "base", "form")
    (policy_of_page,) = [
        node.attributes["content"] or ""
        for node in page.all("meta")
        if node.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy_of_page.startswith("default-src 'none'; ")
    for kind in ("style", "script"):
        (inline,) = page.all(kind)
        digest = base64.b64encode(hashlib.sha256(inline.text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy_of_page
        assert not re.search(r"https?:|url\(|@import|fetch\(|XMLHttp", inline.text)


def test_the_policy_is_there_once_and_whole() -> None:
    found = parse(shop()).by_id("policy-text")
    words = found.all("h3", "p")
    shown = ["".join(_without_notes(node)) for node in words]
    assert shown == list(SENTENCES)


def _without_notes(node: Node) -> list[str]:
    parts: list[str] = []
    for child in node.content:
        if isinstance(child, str):
            parts.append(child)
        elif child.name != "sup":
            parts += _without_notes(child)
    return parts


def test_words_and_practices_are_linked_both_ways() -> None:
    page = parse(shop())
    listed = page.by_id("p3")
    assert "share email address with affiliate" in listed.text
    (link,) = listed.all("a")
    mark = page.by_id((link.attributes["href"] or "")[1:])
    assert (mark.name, mark.text) == ("mark", SENTENCES[3])
    assert mark.attributes["data-e"] == "3"
    backs = [a.attributes["href"] for sup in page.by_id("policy-text").all("sup") for a in sup.all("a")]
    assert backs == ["#p1", "#p2", "#p3", "#p4", "#p5"]
    assert SENTENCES[6] not in [m.text for m in page.all("mark")]


def test_cell_opens_its_evidence() -> None:
    page = parse(shop())
    cell = page.by_id("c-online-uses-marketing")
    assert cell.text == "opt-out, 1 practice"
    opened = page.by_id((cell.attributes["href"] or "")[1:])
    assert "#p2" in [a.attributes["href"] for a in opened.all("a")]
    assert SENTENCES[2] in opened.text
    general = page.by_id("e-health-recipients-others")
    assert "as part of all personal information" in general.text
    assert "not: sell" in general.text


def test_what_stays_open_is_sorted_into_its_places() -> None:
    text = parse(shop()).by_id("open").text
    order = ["Questions", "site", "Assumptions", "PG405", "Findings", "PG101", "What P3P cannot say", "PG410"]
    assert [text.index(word) for word in order] == sorted(text.index(word) for word in order)
    assert "w3c/policy.xml, line 3" in text


def test_files_are_to_be_copied_as_they_are() -> None:
    page = parse(shop())
    for path, key in (("headers.txt", "f-headers-txt"), ("policy.jsonld", "f-policy-jsonld")):
        # The line feed right after <pre> is the parser's.
        assert page.by_id(key).text.removeprefix("\n") == FILES[path].decode()
    assert "It is not written" in page.by_id("files").text
    assert "add_header P3P" in page.by_id("files").text


def test_open_question_makes_the_files_drafts() -> None:
    draft = "The P3P files are drafts"
    assert draft in parse(shop()).by_id("files").text
    assert draft not in parse(write_report(DOCUMENT, SHOP, files=FILES)).by_id("files").text


def test_long_file_is_linked_only() -> None:
    long = parse(write_report(DOCUMENT, SHOP, files={"policy.ttl": b"#" * 300_000}))
    assert not [node for node in long.walk() if node.attributes.get("id") == "f-policy-ttl"]
    assert "too long to be shown" in long.by_id("files").text


def test_same_input_gives_the_same_bytes() -> None:
    assert shop() == shop()


ATTACK = (
    "</script></style></title><script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg onload=alert(1)>&amp;$title"
)


def test_whatever_the_words_are_they_are_text() -> None:
    """Scripts in the text, the title, names, contacts, messages, hints, questions, files and the source."""
    text = f"{ATTACK}\x00\ud800 We share it with {ATTACK}."
    whole = Span(0, len(text))
    evidence = (Evidence(span=whole, exact=text),)
    document = Document(
        text=text,
        blocks=(Block(kind=BlockKind.HEADING, span=whole, level=1),),
        language='en"><script>',
        title=ATTACK,
        source=ATTACK,
        media_type="text/html",
    )
    shared = replace(
        practice("dpv:Share"),
        recipients=(Mention(concept=iri("dpv:ThirdParty"), name=ATTACK), Mention(concept=f"urn:{ATTACK}")),
        condition=ATTACK,
        description=ATTACK,
        evidence=evidence,
    )
    contact = Contact(kind=ContactKind.EMAIL, value=ATTACK, evidence=evidence)
    hostile = replace(
        policy(shared, title=ATTACK),
        source=ATTACK,
        site=ATTACK,
        issued=ATTACK,
        controller=Controller(name=ATTACK, contacts=(contact,)),
    )
    finding = Finding(
        rule=ATTACK,
        severity=Severity.ERROR,
        message=ATTACK,
        hint=ATTACK,
        location=Location(source=ATTACK + "x", line=1),
    )
    made = write_report(
        document,
        hostile,
        files={"policy.jsonld": ATTACK.encode(), "headers.txt": f"P3P: {ATTACK}".encode()},
        findings=[finding, replace(finding, message=ATTACK + "2")],
        questions=questions(hostile),
    )
    page = parse(made)
    calm = parse(shop())
    assert len(page.all("script")) == len(page.all("style")) == len(page.all("title")) == 1
    assert page.all("script")[0].text == calm.all("script")[0].text
    assert not page.all("img")
    assert all(not name.startswith("on") for node in page.walk() for name in node.attributes)
    assert page.all("h1")[0].text == ATTACK
    assert ATTACK in page.by_id("policy-text").text


def test_300_kilobytes_of_policy_stay_below_two_megabytes() -> None:
    sentence = "We collect your e-mail address and share it with our affiliates for marketing, see number {:05d}."
    text = "\n".join(sentence.format(n) for n in range(3000))
    length = len(sentence.format(0))
    spans = [Span(n * (length + 1), n * (length + 1) + length) for n in range(3000)]
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, span=span) for span in spans)
    document = replace(DOCUMENT, text=text, blocks=blocks)
    made = practice(
        "dpv:Share", data=("pd:EmailAddress",), purposes=("dpv:DirectMarketing",), recipients=("pg:Affiliate",)
    )
    practices = [replace(made, evidence=(Evidence(span=span, exact=span.of(text)),)) for span in spans]
    page = write_report(document, policy(*practices), files={"policy.jsonld": b" " * 6_000_000})
    assert len(text) > 290_000
    assert len(page) < 2_000_000
