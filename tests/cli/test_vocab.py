from __future__ import annotations

import pytest

from policyglot.cli import main


def test_schemes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vocab"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "scheme\tconcepts\tphrases"
    assert any(line.startswith("p3p-purposes\t12\t") for line in lines)


def test_scheme_lists_its_concepts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vocab", "p3p-access"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 7


@pytest.mark.parametrize("term", ["p3p:online", "https://w3id.org/policyglot/p3p#online"])
def test_concept_is_shown_with_its_codes(term: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vocab", term]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("p3p:online  ")
    assert "ONL (token)" in shown


@pytest.mark.parametrize("term", ["p3p:nonsense", "nonsense:x", "words that nobody uses at all"])
def test_unknown_term_is_refused(term: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vocab", term]) == 2
    assert "policyglot: " in capsys.readouterr().err
