from __future__ import annotations

from dataclasses import replace

from tests.store.samples import ALPHA, BETA, COLLECTS, NEVER_SELLS, mention

from policyglot.compare import Aspect, Stance, compare
from policyglot.model import Policy, Practice
from policyglot.vocabulary import iri


def _policy(*practices: Practice) -> Policy:
    return Policy(source="a.txt", sha256="0" * 64, practices=practices)


def _stances(matrix_of: tuple[Policy, ...], aspect: Aspect, processing: str, concept: str) -> tuple[Stance, ...]:
    matrix = compare(matrix_of, names=[p.source for p in matrix_of])
    (row,) = [
        r
        for r in matrix.rows
        if (r.fact.aspect, r.fact.processing, r.fact.concept) == (aspect, processing, iri(concept))
    ]
    return row.stances


def test_stated_denied_silent_and_both() -> None:
    sells = _stances((ALPHA, BETA, _policy()), Aspect.DATA, iri("pg:Sell"), "pd:Location")
    assert sells == (Stance.DENIED, Stance.BOTH, Stance.SILENT)


def test_narrow_statement_states_the_broad() -> None:
    contact = replace(COLLECTS, data=(mention("pd:Contact"),))
    stances = _stances((_policy(COLLECTS), _policy(contact)), Aspect.DATA, iri("dpv:Collect"), "pd:Contact")
    assert stances == (Stance.STATED, Stance.STATED)


def test_broad_denial_denies_the_narrow_and_not_the_reverse() -> None:
    narrow = replace(NEVER_SELLS, data=(mention("pd:EmailAddress"),))
    broad = replace(NEVER_SELLS, data=(mention("pd:Contact"),))
    both = (_policy(narrow), _policy(broad))
    assert _stances(both, Aspect.DATA, iri("pg:Sell"), "pd:EmailAddress") == (Stance.DENIED, Stance.DENIED)
    assert _stances(both, Aspect.DATA, iri("pg:Sell"), "pd:Contact") == (Stance.SILENT, Stance.DENIED)


def test_rights_are_rows_too() -> None:
    assert _stances((ALPHA, BETA), Aspect.RIGHT, "", "dpv:ActiveRight") == (Stance.STATED, Stance.SILENT)
