from __future__ import annotations

import pytest

from policyglot.model import Assertion, Evidence, Mention, Policy, Practice, Span
from policyglot.validate import contradictions as module
from policyglot.validate.contradictions import contradictions, problems
from policyglot.vocabulary import iri


def collect(data: str, at: int, *, assertion: Assertion = Assertion.STATED) -> Practice:
    words = Evidence(span=Span(at, at + 5), exact=f"words {at}")
    return Practice(
        processing=(iri("dpv:Collect"),), assertion=assertion, data=(Mention(concept=iri(data)),), evidence=(words,)
    )


def deny(data: str, at: int) -> Practice:
    return collect(data, at, assertion=Assertion.DENIED)


def policy(*practices: Practice) -> Policy:
    return Policy(source="a", sha256="0" * 64, practices=practices)


def test_denial_is_compared_only_with_practices_that_name_its_data(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    reaches = module._reaches

    def counted(denied: Practice, stated: Practice, **rest: object) -> bool:
        compared.append((denied, stated))
        return reaches(denied, stated, **rest)  # type: ignore[arg-type] # as they came

    monkeypatch.setattr(module, "_reaches", counted)
    stated = [collect("pd:EmailAddress", 10 * at) for at in range(100)]
    denied = [deny("pd:Gender", 10_000 + 10 * at) for at in range(100)]
    also = collect("pd:Gender", 20_000)
    found = list(contradictions(policy(*stated, *denied, also), kind="collect"))
    assert [(pair.denied, pair.stated) for pair in found] == [(each, also) for each in denied]
    assert len(compared) == len(denied)


def test_denial_of_broader_data_finds_narrower_in_the_order_of_the_policy() -> None:
    narrower = [collect(data, 10 * at) for at, data in enumerate(("pd:EmailAddress", "pd:TelephoneNumber"))]
    denied = deny("pd:Contact", 1000)
    found = contradictions(policy(narrower[1], denied, narrower[0]), kind="collect")
    assert [pair.stated for pair in found] == [narrower[1], narrower[0]]


def test_denial_is_looked_up_once_however_many_contradict_it() -> None:
    stated = [collect("pd:EmailAddress", 10 * at) for at in range(5)]
    (problem,) = problems(policy(*stated, deny("pd:EmailAddress", 1000)), kind="collect", verb="collects this")
    assert problem.pointer == "practices/5"
    assert "(and 4 more)" in problem.message
