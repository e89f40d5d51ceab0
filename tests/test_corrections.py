"""Corrections files: written, read, and applied to a policy by the words that were reviewed."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyglot.corrections import (
    Claim,
    ClaimedRetention,
    Corrections,
    Named,
    PracticeDecision,
    ProvisionDecision,
    Reason,
    Verdict,
    Words,
    apply_corrections,
    carried,
    read_corrections,
    undecided,
    write_corrections,
)
from policyglot.corrections.claims import practice_of
from policyglot.corrections.places import SPACE, places_of
from policyglot.corrections.reader import DURATION
from policyglot.corrections.terms import SCHEMES, SCOPE
from policyglot.corrections.toml_lines import HEADER, STOPPED_AT, TOKEN, toml_lines
from policyglot.errors import InputError
from policyglot.extract import extract
from policyglot.findings import Severity
from policyglot.generation import generate
from policyglot.model import (
    PROVISION_GROUPS,
    Assertion,
    Document,
    Honoured,
    Identifiability,
    Modality,
    Party,
    Policy,
    Span,
)
from policyglot.read import read_document
from policyglot.validate.policy_file import check_policy
from policyglot.vocabulary import iri, load_vocabulary

PROSE = (Path(__file__).parent / "data/corrections/prose.txt").read_text(encoding="utf-8")
COLLECT, SHARE = iri("dpv:Collect"), iri("dpv:Share")
EMAIL, TELEPHONE, NAME = iri("pd:EmailAddress"), iri("pd:TelephoneNumber"), iri("pd:Name")
HEAD = '[[practices]]\ndecision = "accept"\nprocessing = ["collect"]\n'
WORDS = 'words = [{ section = "What we collect", quote = "We collect your telephone number." }]\n'


def read(text: str = PROSE) -> tuple[Document, Policy]:
    document = read_document(content=text.encode(), name="looms.txt")
    # By rules alone: what trained weights decide changes whenever they are trained.
    return document, extract(document, engine="rules")


def corrections(text: str) -> Corrections:
    return read_corrections(text.encode(), "corrections.toml")


def decided(listed: Corrections, verdict: Verdict) -> Corrections:
    return replace(
        listed,
        practices=tuple(replace(each, verdict=verdict) for each in listed.practices),
        provisions=tuple(replace(each, verdict=verdict) for each in listed.provisions),
    )


def certain(policy: Policy) -> Policy:
    groups = {
        group: tuple(replace(said, confidence=1.0) for said in getattr(policy, group))
        for group in ("practices", *PROVISION_GROUPS)
    }
    return replace(policy, **groups)  # type: ignore[arg-type] # names of the groups


# --- the file ---


def _texts(most: int = 30) -> st.SearchStrategy[str]:
    plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=most)
    return plain.map(lambda text: " ".join(text.split()))


SOME_TEXT = _texts().filter(bool)


def _concepts(*keys: str) -> st.SearchStrategy[str]:
    vocabulary = load_vocabulary()
    return st.sampled_from([concept.iri for key in keys for concept in vocabulary.scheme(SCHEMES[key][0])])


def _unique(values: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(values, max_size=3, unique=True).map(tuple)


def _named(key: str) -> st.SearchStrategy[tuple[object, ...]]:
    return _unique(st.builds(Named, concept=_concepts(key), name=st.none() | SOME_TEXT))


CLAIMS = st.builds(
    Claim,
    processing=_unique(_concepts("processing")).filter(bool),
    assertion=st.sampled_from(Assertion),
    modality=st.sampled_from(Modality),
    party=st.sampled_from(Party),
    data=_named("data"),
    purposes=_named("purposes"),
    recipients=_named("recipients"),
    legal_bases=_named("legal_bases"),
    data_sources=_named("data_sources"),
    retention=st.none()
    | st.builds(
        ClaimedRetention,
        concept=_concepts("retention"),
        duration=st.none() | st.sampled_from(["P30D", "P1Y6M", "P2W", "PT24H", "P1DT12H"]),
    ),
    identifiability=st.none() | st.sampled_from(Identifiability),
    condition=st.none() | SOME_TEXT,
    audiences=_unique(_concepts("audiences")),
)
QUOTES = st.lists(
    st.builds(Words, quote=SOME_TEXT, section=_texts(), lead_in=_texts()), min_size=1, max_size=2, unique=True
).map(tuple)
NOTES = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
CONFIDENCES = st.none() | st.integers(0, 100).map(lambda n: n / 100)
OPEN = st.builds(
    PracticeDecision,
    verdict=st.sampled_from([Verdict.UNDECIDED, Verdict.ACCEPT, Verdict.REJECT, Verdict.ADD]),
    claim=CLAIMS,
    words=QUOTES,
    note=NOTES,
    confidence=CONFIDENCES,
)
CORRECTED = st.builds(
    PracticeDecision,
    verdict=st.just(Verdict.CORRECT),
    claim=CLAIMS,
    words=QUOTES,
    corrected=CLAIMS,
    corrected_words=st.just(()) | QUOTES,
    note=NOTES,
)
PROVISIONS = st.sampled_from(PROVISION_GROUPS).flatmap(
    lambda group: st.builds(
        ProvisionDecision,
        verdict=st.sampled_from([Verdict.UNDECIDED, Verdict.ACCEPT, Verdict.REJECT]),
        group=st.just(group),
        concept=_concepts(group),
        assertion=st.sampled_from(Assertion),
        value=st.none() | _texts(),
        honoured=st.none() | st.sampled_from(Honoured),
        scope=_unique(_concepts(*SCOPE)),
        words=QUOTES,
        note=NOTES,
        confidence=CONFIDENCES,
    )
)
FILES = st.builds(
    Corrections,
    source=st.just("corrections.toml"),
    practices=st.lists(OPEN | CORRECTED, max_size=3).map(tuple),
    provisions=st.lists(PROVISIONS, max_size=2).map(tuple),
)


@given(FILES)
@settings(max_examples=80, deadline=None)
def test_writing_and_reading_loses_nothing(given_file: Corrections) -> None:
    text = write_corrections(given_file)
    tomllib.loads(text)
    read_back = corrections(text)
    assert read_back == given_file
    assert write_corrections(read_back) == text


@given(FILES)
@settings(max_examples=50, deadline=None)
def test_every_decision_knows_its_line(given_file: Corrections) -> None:
    text = write_corrections(given_file)
    lines = text.split("\n")
    read_back = corrections(text)
    for name, decisions in (("practices", read_back.practices), ("provisions", read_back.provisions)):
        assert [lines[(decision.line or 0) - 1] for decision in decisions] == [f"[[{name}]]"] * len(decisions)


def test_what_there_is_to_review_reads_as_undecided_and_changes_nothing() -> None:
    document, policy = read()
    text = write_corrections(undecided(policy, document))
    made = apply_corrections(policy, corrections(text), document=document)
    assert made.policy == policy
    assert (made.applied, made.unapplied, made.undecided) == ((), (), 6)
    assert 'quote = "We do not sell your personal data."' in text
    assert 'section = "What we share"' in text


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[[practices]\n", 1, "no TOML"),
        ('x = "\n', 1, "no TOML"),
        (HEAD + 'x = """\n\n', 4, "no TOML"),
        ("[[practice]]\n", None, "did you mean practices?"),
        ("practices = 3\n", None, "write [[practices]]"),
        ('\npractices = [{ decision = "acept", words = ["x"] }]\n', 2, "choose one of accept, reject"),
        ('\n[[practices]]\ndecision = "acept"\n' + WORDS, 3, "choose one of accept, reject"),
        (HEAD + 'data = [\n  "name",\n  "phone numbr",\n]\n' + WORDS, 6, "did you mean"),
        (HEAD + 'data = ["telephone"]\npurpose = ["marketing"]\n' + WORDS, 5, "did you mean purposes?"),
        (HEAD + 'data = ["dpv:Nothing"]\n' + WORDS, 4, "is not a data category"),
        (HEAD + 'data = ["dpv:DirectMarketing"]\n' + WORDS, 4, "is not a data category"),
        (HEAD + 'data = "name"\n' + WORDS, 4, "must be a list"),
        (HEAD + "data = [3]\n" + WORDS, 4, "must be texts"),
        (HEAD + 'data = [{ concept = "name", nme = "x" }]\n' + WORDS, 4, "did you mean name?"),
        (HEAD + 'assertion = "maybe"\n' + WORDS, 4, "choose one of stated, denied"),
        (HEAD + 'assertion = ""\n' + WORDS, 4, "cannot be empty"),
        (HEAD + "confidence = 3\n" + WORDS, 4, "from 0 to 1"),
        (HEAD + "retention = 30\n" + WORDS, 4, "must be a text"),
        (HEAD + 'retention = { concept = "stated retention period", duration = "30 days" }\n' + WORDS, 4, "P30D"),
        (HEAD, 1, "needs the words"),
        (HEAD + "words = []\n", 4, "needs the words"),
        (HEAD + 'words = [{ quote = " " }]\n', 4, "without a quote"),
        (HEAD + 'words = [{ qoute = "x" }]\n', 4, "did you mean quote?"),
        (HEAD + "words = [3]\n", 4, "must be tables"),
        (HEAD.replace("accept", "correct") + WORDS, 2, "a correction is missing"),
        (HEAD + WORDS + "[practices.correction]\ndata = []\n", 2, 'write decision = "correct"'),
        (HEAD.replace("accept", "correct") + WORDS + "[practices.correction]\n", 5, "must say what changes"),
        (HEAD.replace("accept", "correct") + WORDS + '[practices.correction]\ndata = ["nme"]\n', 6, "data category"),
        (HEAD.replace("accept", "correct") + WORDS + "[practices.correction]\nprocessing = []\n", 6, "reject it"),
        ('[[practices]]\ndecision = "add"\n' + WORDS, 1, "needs processing"),
        ('[[provisions]]\ngroup = "right"\n' + WORDS, 2, "choose one of rights"),
        ('[[provisions]]\ngroup = "rights"\nconcept = "right to be heard"\n' + WORDS, 3, "is not a right"),
        ('[[provisions]]\ndecision = "correct"\ngroup = "rights"\nconcept = "x"\n' + WORDS, 2, "accept, reject"),
    ],
)
def test_errors_say_where_and_what_to_do(text: str, line: int | None, said: str) -> None:
    with pytest.raises(InputError) as caught:
        corrections(text)
    assert said in str(caught.value)
    assert caught.value.source == "corrections.toml"
    if line is not None:
        assert caught.value.line == line, str(caught.value)


def test_file_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(InputError, match="not UTF-8"):
        read_corrections(b"\xff\xfe", "corrections.toml")


@pytest.mark.parametrize(
    "term", ["email address", "E-Mail  Address", "pd:EmailAddress", "https://w3id.org/dpv/pd#EmailAddress"]
)
def test_concept_goes_by_label_another_name_or_iri(term: str) -> None:
    (decision,) = corrections(HEAD + f'data = ["{term}"]\n' + WORDS).practices
    assert decision.claim.data == (Named(concept=EMAIL),)


@pytest.mark.parametrize("key", sorted(set(SCHEMES)))
def test_every_concept_has_a_term_that_names_it(key: str) -> None:
    from policyglot.corrections.terms import concept_of, term_of

    for concept in load_vocabulary().scheme(SCHEMES[key][0]):
        assert concept_of(term_of(concept.iri, key), key) == concept.iri


def test_a_byte_order_mark_and_windows_lines_are_read() -> None:
    text = ("﻿" + HEAD + WORDS).replace("\n", "\r\n")
    assert corrections(text).practices[0].words[0].quote == "We collect your telephone number."


# --- applying it ---


def test_accepting_everything_changes_nothing_but_confidence() -> None:
    document, policy = read()
    made = apply_corrections(policy, decided(undecided(policy, document), Verdict.ACCEPT), document=document)
    assert made.policy == certain(policy)
    assert (made.unapplied, made.undecided, made.count(Verdict.ACCEPT)) == ((), 0, 6)


@pytest.mark.shared
def test_accepting_everything_changes_nothing_but_confidence_in_real_policies(shared: Path) -> None:
    for path in sorted((shared / "corpus/policies").glob("*.md"))[:120:40]:
        document = read_document(path)
        policy = extract(document)
        listed = corrections(write_corrections(undecided(policy, document)))
        made = apply_corrections(policy, decided(listed, Verdict.ACCEPT), document=document)
        assert made.policy == certain(policy), path
        assert made.unapplied == (), path


def test_rejecting_everything_leaves_nothing() -> None:
    document, policy = read()
    made = apply_corrections(policy, decided(undecided(policy, document), Verdict.REJECT), document=document)
    assert made.policy == replace(policy, practices=(), rights=(), measures=())
    assert made.unapplied == ()


EDITS = st.lists(
    st.sampled_from(
        [
            ("What we collect\n", "What we ask for\n"),
            (
                "Nettlecombe Looms - Privacy Policy\n",
                "Nettlecombe Looms - Privacy Policy\n\nLast updated: 3 May 2024\n",
            ),
            ("Looking after it\n", "Weaving\n\nWe weave blankets of wool.\n\nLooking after it\n"),
            ("We collect your telephone number.", "We  collect your\ntelephone number."),
        ]
    ),
    unique=True,
)


@given(EDITS, st.sampled_from([Verdict.ACCEPT, Verdict.REJECT]))
@settings(max_examples=30, deadline=None)
def test_decisions_survive_edits_elsewhere(edits: list[tuple[str, str]], verdict: Verdict) -> None:
    document, policy = read()
    listed = decided(undecided(policy, document), verdict)
    text = PROSE
    for old, new in edits:
        text = text.replace(old, new)
    document, policy = read(text)
    made = apply_corrections(policy, listed, document=document)
    assert made.unapplied == ()
    assert len(made.applied) == 6


def test_moved_words_are_followed() -> None:
    document, policy = read()
    listed = decided(undecided(policy, document), Verdict.REJECT)
    sentence = " We collect your telephone number."
    document, policy = read(PROSE.replace(sentence, "") + "\nMore\n\nAnd something else." + sentence + "\n")
    made = apply_corrections(policy, listed, document=document)
    assert made.unapplied == ()
    assert made.policy.practices == ()


def test_changed_words_are_not_decided_about_and_said_to_be_gone() -> None:
    document, policy = read()
    listed = decided(undecided(policy, document), Verdict.REJECT)
    document, policy = read(PROSE.replace("your telephone number", "your telephone number or a photograph"))
    made = apply_corrections(policy, listed, document=document)
    (gone,) = made.unapplied
    assert gone.reason is Reason.WORDS_GONE
    assert gone.quote == "We collect your telephone number."
    assert gone.now == "We collect your telephone number or a photograph."
    assert [p.data[0].concept for p in made.policy.practices] == [TELEPHONE]
    assert made.undecided == 1


def test_words_that_are_read_as_something_else_are_not_decided_about() -> None:
    document, policy = read()
    text = HEAD + 'data = ["name"]\n' + WORDS
    made = apply_corrections(policy, corrections(text), document=document)
    assert [each.reason for each in made.unapplied] == [Reason.NOT_EXTRACTED]
    assert made.policy == policy


def test_correction_replaces_what_it_names_and_keeps_the_rest() -> None:
    document, policy = read()
    text = (
        '[[practices]]\ndecision = "correct"\nprocessing = ["collect"]\ndata = ["name", "email address"]\n'
        'condition = "when you order a blanket"\n'
        'words = [{ quote = "We collect your name and e-mail address when you order a blanket." }]\n'
        '[practices.correction]\ndata = ["email address", "purchases"]\npurposes = ["provide the service"]\n'
        'assertion = "denied"\nretention = { concept = "stated retention period", duration = "P30D" }\n'
    )
    made = apply_corrections(policy, corrections(text), document=document)
    before, after = policy.practices[0], made.policy.practices[0]
    assert after.assertion is Assertion.DENIED
    assert after.condition == before.condition
    assert after.evidence == before.evidence
    assert after.confidence == 1.0
    assert after.retention is not None
    assert after.retention.duration == "P30D"
    assert [m.concept for m in after.data][:1] == [EMAIL]
    assert len(after.data) == 2
    # What was read keeps the words that name it.
    assert after.data[0] in before.data
    assert made.policy.practices[1:] == policy.practices[1:]


def test_correction_can_name_other_words() -> None:
    document, policy = read()
    text = HEAD.replace("accept", "correct") + 'data = ["telephone number"]\n' + WORDS
    text += '[practices.correction]\nwords = [{ quote = "your telephone number" }]\n'
    made = apply_corrections(policy, corrections(text), document=document)
    (evidence,) = made.policy.practices[1].evidence
    assert evidence.exact == "your telephone number"
    assert document.text[: evidence.span.start if evidence.span else 0].endswith(evidence.prefix)
    gone = apply_corrections(policy, corrections(text.replace("your tele", "our tele")), document=document)
    assert [each.reason for each in gone.unapplied] == [Reason.WORDS_GONE]
    assert gone.policy == policy


ADDED = (
    '[[practices]]\ndecision = "add"\nprocessing = ["share"]\ndata = ["postal address"]\n'
    'recipients = [{ concept = "delivery company", name = "%s" }]\n'
    'words = [{ section = "What we share", quote = "%s" }]\n'
)


def test_added_practice_stands_where_its_words_stand_and_names_them() -> None:
    document, policy = read()
    quote = "We share your postal\\n address with our couriers."
    text = ADDED % ("couriers", quote)
    made = apply_corrections(policy, corrections(text), document=document)
    starts = [p.evidence[0].span.start for p in made.policy.practices if p.evidence[0].span]
    assert starts == sorted(starts)
    assert len(starts) == len(policy.practices) + 1
    (added,) = [p for p in made.policy.practices if p not in policy.practices]
    assert added.confidence == 1.0
    assert added.evidence[0].exact == "We share your postal address with our couriers."
    assert [(m.exact, m.name) for m in (*added.data, *added.recipients)] == [
        ("postal address", None),
        ("couriers", "couriers"),
    ]


@pytest.mark.parametrize(
    ("name", "quote", "reason"),
    [
        ("couriers", "We share your postal address with our courier", Reason.WORDS_GONE),
        ("couriers", "e share your postal address with our couriers.", Reason.WORDS_GONE),
        ("Swift Parcels", "We share your postal address with our couriers.", Reason.NAME_NOT_IN_WORDS),
    ],
)
def test_nothing_is_added_without_its_words(name: str, quote: str, reason: Reason) -> None:
    document, policy = read()
    made = apply_corrections(policy, corrections(ADDED % (name, quote)), document=document)
    assert [each.reason for each in made.unapplied] == [reason]
    assert made.policy == policy


def test_words_in_several_places_need_their_section() -> None:
    document, policy = read(PROSE + "\nAgain\n\nWe share your postal address with our couriers. So there.\n")
    text = ADDED % ("couriers", "We share your postal address with our couriers.")
    assert apply_corrections(policy, corrections(text), document=document).unapplied == ()
    elsewhere = apply_corrections(policy, corrections(text.replace("What we share", "Somewhere")), document=document)
    assert [each.reason for each in elsewhere.unapplied] == [Reason.WORDS_AMBIGUOUS]


def test_rejecting_what_stands_in_two_places_leaves_the_place_that_nobody_reviewed() -> None:
    document, policy = read()
    listed = decided(undecided(policy, document), Verdict.REJECT)
    new = "We collect your telephone number, as you would expect."
    document, policy = read(PROSE + f"\nOnce more\n\n{new}\n")
    (both,) = [p for p in policy.practices if p.data and p.data[0].concept == TELEPHONE]
    assert len(both.evidence) == 2
    made = apply_corrections(policy, listed, document=document)
    (left,) = made.policy.practices
    assert [piece.exact for piece in left.evidence] == [new]
    assert [m.span.of(document.text) for m in left.data if m.span] == ["telephone number"]
    assert all(m.span in left.evidence[0].span for m in left.data if m.span and left.evidence[0].span)
    assert left.confidence == both.confidence


def test_contradicting_decisions_are_not_applied() -> None:
    document, policy = read()
    text = HEAD + 'data = ["telephone number"]\n' + WORDS
    made = apply_corrections(policy, corrections(text + text.replace("accept", "reject")), document=document)
    assert {each.reason for each in made.unapplied} == {Reason.CONTRADICTED}
    assert made.policy == policy


def test_a_choice_that_is_rejected_goes_from_the_practices_that_it_reached() -> None:
    choice = "You can opt out of marketing e-mails in your settings."
    document, policy = read(PROSE + f"\nMarketing\n\nWe use your e-mail address for marketing. {choice}\n")
    assert any(practice.choices for practice in policy.practices)
    listed = undecided(policy, document)
    reject = [replace(p, verdict=Verdict.REJECT) for p in listed.provisions if p.group == "choices"]
    made = apply_corrections(policy, replace(listed, provisions=tuple(reject)), document=document)
    assert made.policy.choices == ()
    spans = [e.exact for p in made.policy.practices for c in p.choices for e in c.evidence]
    assert choice not in spans


def test_decisions_are_carried_to_a_new_version_of_the_words() -> None:
    document, policy = read()
    listed = decided(undecided(policy, document), Verdict.ACCEPT)
    text = PROSE.replace("We do not sell your personal data.", "We never rent out your personal data.")
    document, policy = read(text)
    kept = carried(listed, policy, document=document)
    verdicts = [(each.verdict, each.words[0].quote) for each in kept.practices]
    assert (Verdict.UNDECIDED, "We never rent out your personal data.") in verdicts
    # What was decided about words that are gone stays in the file until somebody takes it out.
    assert verdicts[-1] == (Verdict.ACCEPT, "We do not sell your personal data.")
    assert sum(verdict is Verdict.ACCEPT for verdict, _ in verdicts) == 4
    assert carried(kept, policy, document=document) == kept


def test_undecided_tables_about_what_is_gone_are_not_carried() -> None:
    document, policy = read()
    listed = undecided(policy, document)
    document, policy = read(PROSE.replace("We do not sell your personal data.", ""))
    kept = carried(listed, policy, document=document)
    assert [p.words[0].quote for p in kept.practices] == [p.words[0].quote for p in listed.practices[:-1]]


@st.composite
def decisions_about(draw: st.DrawFn, listed: Corrections) -> Corrections:
    """Any decisions about what was read, some of their words changed, and some practices added."""
    quotes = [words.quote for decision in listed.practices for words in decision.words]
    made: list[PracticeDecision] = []
    for decision in listed.practices:
        verdict = draw(st.sampled_from([Verdict.UNDECIDED, Verdict.ACCEPT, Verdict.REJECT, Verdict.CORRECT]))
        words = decision.words
        if draw(st.integers(0, 5)) == 0:
            words = (replace(words[0], quote=words[0].quote[: draw(st.integers(1, 40))].strip()),)
        corrected = draw(CLAIMS) if verdict is Verdict.CORRECT else None
        made.append(replace(decision, verdict=verdict, words=words, corrected=corrected))
    for _ in range(draw(st.integers(0, 2))):
        quote = draw(st.sampled_from(quotes))[draw(st.integers(0, 9)) :].strip()
        made.append(PracticeDecision(verdict=Verdict.ADD, claim=draw(CLAIMS), words=(Words(quote=quote),)))
    made += draw(st.lists(st.sampled_from(made), max_size=2))
    return replace(listed, practices=tuple(draw(st.permutations(made))))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_every_decision_is_applied_or_reported_and_nothing_is_claimed_without_words(data: st.DataObject) -> None:
    document, policy = read()
    given_file = data.draw(decisions_about(undecided(policy, document)))
    made = apply_corrections(policy, given_file, document=document)
    known = {id(decision) for decision in (*made.applied, *(each.decision for each in made.unapplied))}
    decided_about = [each for each in given_file.decisions if each.verdict is not Verdict.UNDECIDED]
    assert [each for each in decided_about if id(each) not in known] == []
    said = check_policy(made.policy, document=document)
    assert [f for f in said if f.rule.startswith("PG3") and f.severity is Severity.ERROR] == []
    kept = carried(given_file, policy, document=document)
    assert [each for each in decided_about if each not in kept.decisions] == []


# --- generate ---


def test_generate_applies_corrections_before_it_leaves_out_what_is_uncertain() -> None:
    document, policy = read()
    listed = undecided(policy, document)
    first = replace(listed.practices[0], verdict=Verdict.ACCEPT)
    made = generate(
        document, corrections=Corrections(source="c.toml", practices=(first,)), engine="rules", min_confidence=0.99
    )
    assert [p.data[0].concept for p in made.policy.practices] == [NAME]
    assert made.corrected is not None
    assert made.dropped == 5
    assert not [f for f in made.findings if f.rule.startswith("PG3")]


def test_generate_says_what_was_not_applied() -> None:
    document, _ = read()
    gone = corrections(HEAD + 'data = ["name"]\nwords = [{ quote = "We collect names." }]\n')
    made = generate(document, corrections=gone, engine="rules")
    assert [f.rule for f in made.findings if f.rule.startswith("PG3")] == ["PG310"]
    assert b"PG310" in made.files["findings.json"]
    assert "policy.jsonld" in made.files


# --- the parts ---


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        (TOKEN, ['"a\\"b"', "'a'", '"""a\n"b" c"""', "'''a\n'b'''", "# x", "abc-1_2", "=", "\n"]),
        (HEADER, ["[[practices]]", "[practices.correction]", "  [[ a . b ]]", "[a]"]),
        (STOPPED_AT, ["Invalid value (at line 3, column 7)"]),
        (DURATION, ["P30D", "P1Y6M", "P2W", "PT24H", "P1DT12H", "P1Y2M3W4DT5H6M7S"]),
        (SPACE, [" ", "\n\t ", "\x1c", "\xa0", "\u2003"]),
    ],
)
def test_pattern_matches(pattern: object, texts: list[str]) -> None:
    assert [text for text in texts if not pattern.search(text)] == []  # type: ignore[attr-defined] # a compiled pattern


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        (HEADER, ["data = []", '"[x]"', "[]", "# [a]"]),
        (STOPPED_AT, ["(at end of document)", "line 3, column 7"]),
        (DURATION, ["", "30 days", "30D", "D30", "PD"]),
        (SPACE, ["a", "", "\u200b"]),
    ],
)
def test_pattern_does_not_match(pattern: object, texts: list[str]) -> None:
    assert [text for text in texts if pattern.match(text)] == []  # type: ignore[attr-defined] # a compiled pattern


def test_spaces_are_those_of_split() -> None:
    everything = [chr(n) for n in range(0x3100)]
    assert [c for c in everything if bool(SPACE.fullmatch(c)) is not c.isspace()] == []


def test_lines_are_found_among_strings_that_look_like_headers() -> None:
    text = '# [[practices]]\nnote = """\n[[practices]]\n"""\n[[practices]]\n'
    text += 'quote = "[[practices]]"\nx = [\n "a", # b\n "c"]\n'
    lines = toml_lines(text)
    assert lines.of("practices", 0) == 5
    assert lines.of("practices", 0, key="x") == 7
    assert lines.of("practices", 0, key="x", text="c") == 9
    assert lines.of("practices", 1) is None


def test_quote_is_whole_words_whatever_the_white_space() -> None:
    document = Document(
        text="Our username and\n\n  name: name.", blocks=(), language="en", title=None, source="a", media_type=""
    )
    places = places_of(document)
    assert places.occurrences(Words(quote="name")) == (Span(20, 24), Span(26, 30))
    assert places.occurrences(Words(quote="and name:")) == (Span(13, 25),)
    assert places.occurrences(Words(quote="")) == ()


def test_lead_in_must_stand_before_the_words() -> None:
    document = Document(
        text="We never use it: to sell. Later.", blocks=(), language="en", title=None, source="a", media_type=""
    )
    places = places_of(document)
    assert places.occurrences(Words(quote="to sell.", lead_in="We never use it:")) == (Span(17, 25),)
    assert places.occurrences(Words(quote="to sell.", lead_in="We use it:")) == ()
    assert places.occurrences(Words(quote="to sell.", lead_in="Later.")) == ()


def test_claim_made_a_practice_says_the_same() -> None:
    claim = Claim(processing=(COLLECT, SHARE), data=(Named(concept=EMAIL),), condition="if you ask")
    from policyglot.corrections import claim_of

    assert claim_of(practice_of(claim, ())) == claim
