"""The three policies that started the project: everything is generated, and answers clear every error."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from policyglot.answers import apply_answers, questions, read_answers, write_questions
from policyglot.findings import Severity
from policyglot.generation import FILES, generate
from policyglot.read import read_document

SEEDS = ("000_de66afa30a495885", "001_b716e334c60ac5f8", "002_000b7cd89d8a46e0")
SITE = "https://www.example.com/"


@pytest.mark.shared
@pytest.mark.parametrize("name", SEEDS)
def test_all_files_are_written_and_only_open_questions_are_errors(name: str, shared: Path) -> None:
    made = generate(read_document(shared / "seeds" / f"{name}.txt"))
    assert set(made.files) == set(FILES)
    assert {f.rule for f in made.findings if f.severity is Severity.ERROR} <= {"PG401"}
    assert next(q.key for q in made.questions if q.is_required) == "site"


@pytest.mark.shared
@pytest.mark.parametrize("name", SEEDS)
def test_filled_answers_clear_every_error(name: str, shared: Path) -> None:
    document = read_document(shared / "seeds" / f"{name}.txt")
    made = generate(document, site=SITE)
    asked = tomllib.loads(write_questions(made.policy, made.questions))
    values = {
        "policy_url": f"{SITE}privacy",
        "choice_url": f"{SITE}choices",
        "access": "ident-contact",
        "retention": "stated-purpose",
        "expires": "P1D",
    }
    lines = [f'{key} = "{values[key]}"' for key in asked if key in values]
    lines += ["[controller]", *(f'{key} = "{key}@example.com"' for key in asked.get("controller", {}))]
    answered = generate(document, site=SITE, answers=read_answers("\n".join(lines).encode(), "answers.toml"))
    assert [f for f in answered.findings if f.severity is Severity.ERROR] == []
    assert b"example.invalid" not in answered.files["w3c/policy.xml"]
    assert not [q for q in answered.questions if q.key not in ("disputes",) and "controller" not in q.key]


@pytest.mark.shared
@pytest.mark.parametrize("name", SEEDS)
def test_evidence_quotes_the_text(name: str, shared: Path) -> None:
    document = read_document(shared / "seeds" / f"{name}.txt")
    policy = generate(document).policy
    assert policy.practices
    for practice in policy.practices:
        assert practice.evidence
        for evidence in practice.evidence:
            assert evidence.span is not None
            assert evidence.span.of(document.text) == evidence.exact


@pytest.mark.shared
def test_empty_answers_change_nothing(shared: Path) -> None:
    policy = generate(read_document(shared / "seeds" / f"{SEEDS[0]}.txt")).policy
    empty = read_answers(write_questions(policy, questions(policy)).encode(), "answers.toml")
    assert apply_answers(policy, empty) == policy
