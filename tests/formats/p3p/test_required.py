from __future__ import annotations

import pytest

from policyglot.formats.p3p import required
from policyglot.formats.p3p.required import required_of
from policyglot.model import Evidence, Mention, Policy, Practice, Provision, Span
from policyglot.vocabulary import iri

OPT_OUT, OPT_IN = iri("dpv:OptingOutFromProcess"), iri("dpv:OptingInToProcess")


def said(at: int) -> tuple[Evidence, ...]:
    return (Evidence(span=Span(at, at + 5), exact="words"),)


def use(purpose: str, at: int) -> Practice:
    return Practice(processing=(iri("dpv:Use"),), purposes=(Mention(concept=iri(purpose)),), evidence=said(at))


def choice(*scope: str, at: int, kind: str = OPT_OUT) -> Provision:
    return Provision(concept=kind, scope=tuple(map(iri, scope)), evidence=said(at))


def asked(purpose: str, *choices: Provision) -> str | None:
    practice = use(purpose, 0)
    policy = Policy(source="a", sha256="0" * 64, practices=(practice,), choices=choices)
    return required_of(practice.purposes[0], practice, policy)


@pytest.mark.parametrize(
    ("purpose", "scopes", "expected"),
    [
        ("dpv:DirectMarketing", [("dpv:DirectMarketing",)], "opt-out"),
        ("dpv:DirectMarketing", [("dpv:Personalisation", "dpv:DirectMarketing")], "opt-out"),
        ("dpv:DirectMarketing", [("dpv:FraudPreventionAndDetection",)], None),
        # Nobody refuses the running of a site in passing, but may refuse that alone.
        ("dpv:ServiceProvision", [("dpv:ServiceProvision", "dpv:DirectMarketing")], None),
        ("dpv:ServiceProvision", [("dpv:ServiceProvision",)], "opt-out"),
    ],
)
def test_choice_of_a_policy_reaches_what_it_is_about(
    purpose: str, scopes: list[tuple[str, ...]], expected: str | None
) -> None:
    assert asked(purpose, *(choice(*scope, at=100) for scope in scopes)) == expected


def test_opt_out_counts_where_both_are_stated() -> None:
    both = (choice("dpv:DirectMarketing", at=100, kind=OPT_IN), choice("dpv:DirectMarketing", at=200))
    assert asked("dpv:DirectMarketing", *both) == "opt-out"


def test_practices_with_one_purpose_look_at_the_choices_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    reaches = required._reaches

    def counted(scope: tuple[str, ...], concept: str) -> bool:
        compared.append((scope, concept))
        return reaches(scope, concept)

    monkeypatch.setattr(required, "_reaches", counted)
    practices = tuple(use("dpv:DirectMarketing", at) for at in range(100))
    choices = tuple(choice("dpv:FraudPreventionAndDetection", at=1000 + at) for at in range(100))
    policy = Policy(source="a", sha256="0" * 64, practices=practices, choices=choices)
    assert {required_of(p.purposes[0], p, policy) for p in practices} == {None}
    assert len(compared) == 1
