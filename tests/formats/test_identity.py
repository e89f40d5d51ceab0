from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.store.samples import COLLECTS, mention

from policyglot.formats.to_nodes import policy_node
from policyglot.model import Modality, Policy, Practice
from policyglot.vocabulary import iri

_ASKED = replace(COLLECTS, condition="if you agree")


def _key(practice: Practice) -> object:
    node: Any = policy_node(Policy(source="a", sha256="0" * 64, practices=(practice,)))
    return node["hasProcess"][0]["key"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (COLLECTS, replace(COLLECTS, choices=())),
        (COLLECTS, replace(COLLECTS, evidence=())),
        (_ASKED, replace(COLLECTS, condition="unless you say no")),
    ],
)
def test_practice_keeps_its_identity(one: Practice, other: Practice) -> None:
    assert _key(one) == _key(other)


@pytest.mark.parametrize(
    "other",
    [
        replace(COLLECTS, data=(*COLLECTS.data, mention("pd:Age"))),
        replace(COLLECTS, processing=(iri("dpv:Share"),)),
        replace(COLLECTS, retention=None),
        replace(COLLECTS, modality=Modality.MAY),
        _ASKED,
    ],
)
def test_other_practice_has_another_identity(other: Practice) -> None:
    assert _key(other) != _key(COLLECTS)


def test_practice_without_choice_and_condition_is_named_after_its_identity() -> None:
    plain = replace(COLLECTS, choices=())
    assert _key(plain) == plain.key
