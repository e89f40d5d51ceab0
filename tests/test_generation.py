"""What `generate` does around extraction, which is replaced by a policy made by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from policyglot.answers import read_answers
from policyglot.errors import FormatError
from policyglot.findings import Severity
from policyglot.generation import FILES, generate
from policyglot.model import Document, Evidence, Mention, Policy, Practice, Span
from policyglot.validate import validate
from policyglot.vocabulary import iri

# What is for the site's operator alone.
UNPUBLISHED = ("findings.json", "report.html")
TEXT = "We collect your e-mail address to answer you."
DOCUMENT = Document(text=TEXT, blocks=(), language="en", title=None, source="shop.txt", media_type="text/plain")
WORDS = Evidence(span=Span(0, len(TEXT)), exact=TEXT)
POLICY = Policy(
    source="shop.txt",
    sha256=DOCUMENT.sha256,
    language="en",
    practices=(
        Practice(
            processing=(iri("dpv:Collect"),),
            data=(Mention(concept=iri("pd:EmailAddress"), span=Span(16, 30), exact=TEXT[16:30]),),
            purposes=(Mention(concept=iri("dpv:ServiceProvision"), span=Span(34, 44), exact=TEXT[34:44]),),
            evidence=(WORDS,),
        ),
    ),
)
ANSWERS = read_answers(
    b'site = "https://shop.example/"\naccess = "all"\nretention = "stated-purpose"\n'
    b'[controller]\nname = "Shop"\nemail = "a@shop.example"\n',
    "answers.toml",
)


@pytest.fixture(autouse=True)
def extracted(monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(_: Document, *, site: str | None, **options: object) -> Policy:
        return replace(POLICY, site=site)

    monkeypatch.setattr("policyglot.generation.extract", extract)


def test_every_file_is_made_and_valid() -> None:
    made = generate(DOCUMENT, answers=ANSWERS)
    assert tuple(made.files) == FILES
    for path, content in made.files.items():
        if path not in UNPUBLISHED:
            assert not [f for f in validate(content, path) if f.severity is Severity.ERROR], path


def test_unanswered_questions_are_the_only_errors_and_answers_clear_them() -> None:
    drafts = generate(DOCUMENT)
    assert {f.rule for f in drafts.findings if f.severity is Severity.ERROR} == {"PG401"}
    assert set(drafts.files) == set(FILES)
    assert b"example.invalid" in drafts.files["w3c/policy.xml"]
    answered = generate(DOCUMENT, answers=ANSWERS)
    assert not [f for f in answered.findings if f.severity is Severity.ERROR]
    assert b"example.invalid" not in answered.files["w3c/policy.xml"]
    assert not [q for q in answered.questions if q.is_required]


def test_answered_retention_is_in_p3p_and_not_in_the_graph() -> None:
    made = generate(DOCUMENT, answers=ANSWERS)
    assert b"<stated-purpose/>" in made.files["w3c/policy.xml"]
    assert b"stated-purpose" not in made.files["policy.ttl"]
    assert made.policy.practices == POLICY.practices


def test_site_beats_the_answers() -> None:
    assert generate(DOCUMENT, answers=ANSWERS, site="https://other.example/").policy.site == "https://other.example/"


def test_same_input_gives_the_same_bytes() -> None:
    assert generate(DOCUMENT, answers=ANSWERS).files == generate(DOCUMENT, answers=ANSWERS).files


def test_findings_file_says_what_the_findings_say() -> None:
    made = generate(DOCUMENT)
    report = json.loads(made.files["findings.json"])
    assert [f["rule"] for f in report["findings"]] == [f.rule for f in made.findings]


def test_file_that_its_check_rejects_is_not_among_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "policyglot.formats.p3p.write_reference", lambda _: b'<META xmlns="http://www.w3.org/2002/01/P3Pv1"/>'
    )
    made = generate(DOCUMENT, answers=ANSWERS)
    assert "w3c/p3p.xml" not in made.files
    assert "w3c/policy.xml" in made.files
    (said,) = [f for f in made.findings if f.rule == "generate/not-written"]
    assert said.message.startswith("w3c/p3p.xml is not written: its own check found ")
    assert said.severity is Severity.ERROR


def test_format_that_cannot_say_it_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Policy) -> str:
        raise FormatError("nothing to say", advice="say something")

    monkeypatch.setattr("policyglot.formats.p3p.write_compact", refuse)
    made = generate(DOCUMENT, answers=ANSWERS)
    assert "headers.txt" not in made.files
    assert [f.message for f in made.findings if f.rule == "generate/not-written"] == [
        "headers.txt is not written: nothing to say"
    ]


def test_nothing_is_written_where_a_quote_is_not_in_the_text() -> None:
    made = generate(replace(DOCUMENT, text="Something else altogether, of another length than that."))
    assert tuple(made.files) == UNPUBLISHED
    assert sum(f.rule == "generate/not-written" for f in made.findings) == len(FILES) - len(UNPUBLISHED)
