"""What a careful reader found in whole policies is what extraction finds."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from benchmarks.gold.floors import SLACK, read_floors
from tests.extract.expectations import compare_sets, denies, expected_set, found_sets, holds, p3p_sets

from policyglot.extract import extract
from policyglot.model import Policy
from policyglot.read import read_document
from policyglot.vocabulary import curie, load_vocabulary

DATA = Path(__file__).parents[1] / "data"
SAMPLES = sorted((DATA / "policies").glob("*.expected.toml"))
SEEDS = sorted((DATA / "seeds").glob("*.expected.toml"))
VOCABULARY = load_vocabulary()
# What is expected of the seeds and not found yet; an entry that is found fails its test.
MISSED = {
    "002 recipient dpv:ThirdParty": "third parties with whom there is a relationship are taken for partners",
    "000 purpose pg:AccountManagement": "the keeping of a session is taken for the service as a whole",
    "002 practice 4": "the weights do not take data about traffic for data about people there",
    "002 recipient pg:Affiliate": "a group of companies is named by its short name alone",
    "002 named KITA": "a group of companies is named by its short name alone",
    "002 right pg:RightToWithdrawConsent": "a change of mind after agreeing is taken for an opt-out",
}

# The same for keys of the P3P that is written from them.
P3P_MISSED = {
    "000 categories": "orders and feedback that people give are taken for information of no stated kind",
}


def expectation(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def found_in(prose: Path) -> Policy:
    return extract(read_document(prose))


def facts(path: Path) -> Iterator[tuple[str, str, Any]]:
    """Yield what one seed must say, as a name, a kind and the entry of its file."""
    expected, short = expectation(path), path.name[:3]
    for number, table in enumerate(expected["practices"], start=1):
        yield f"{short} practice {number}", "practice", table
    for number, table in enumerate(expected["denied"], start=1):
        yield f"{short} denied {number}", "denied", table
    for key in ("rights", "measures", "retention", "recipients", "purposes"):
        for concept in sorted(expected_set(expected, key)):
            yield f"{short} {key.rstrip('s')} {curie(concept)}", key, concept
    for table in expected["purposes"]:
        if "choice" in table:
            for means in table["means"]:
                wanted = {"does": "use", "purposes": [table["concept"]], "choice": table["choice"], "means": [means]}
                yield f"{short} {table['choice']} of {table['concept']} by {means}", "practice", wanted
    for contact in expected["contacts"]:
        yield f"{short} contact {contact['value']}", "contact", contact
    for table in expected["recipients"]:
        for name in table.get("names", ()):
            yield f"{short} named {name}", "name", name


def is_found(policy: Policy, kind: str, wanted: Any) -> bool:
    contacts = policy.controller.contacts if policy.controller else ()
    if kind == "practice":
        return holds(policy, wanted, VOCABULARY)
    if kind == "denied":
        return denies(policy, wanted, VOCABULARY)
    if kind == "contact":
        return any(c.kind.value == wanted["kind"] and wanted["value"] in c.value for c in contacts)
    if kind == "name":
        return any(m.name and wanted in m.name for p in policy.stated for m in p.recipients)
    return any(VOCABULARY.is_a(concept, wanted) for concept in found_sets(policy, VOCABULARY)[kind])


FACTS = [(path, *fact) for path in SEEDS for fact in facts(path)]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("path", "kind", "wanted"),
    [
        pytest.param(
            path,
            kind,
            wanted,
            id=name,
            marks=[pytest.mark.xfail(reason=MISSED[name], strict=True)] if name in MISSED else [],
        )
        for path, name, kind, wanted in FACTS
    ],
)
def test_seed_says_what_a_careful_reader_found(path: Path, kind: str, wanted: Any, shared: Path) -> None:
    policy = found_in(shared / "seeds" / expectation(path)["policy"])
    assert is_found(policy, kind, wanted)


def test_every_known_miss_is_a_fact() -> None:
    assert set(MISSED) <= {name for _, name, _, _ in FACTS}


@pytest.mark.shared
@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
def test_seed_is_dated_and_has_its_controller(path: Path, shared: Path) -> None:
    expected = expectation(path)
    policy = found_in(shared / "seeds" / expected["policy"])
    assert (policy.issued, policy.modified) == (expected.get("issued"), expected.get("modified"))
    assert policy.controller is not None
    assert policy.controller.name in [expected["controller"]["name"], *expected["controller"]["aliases"]]


@pytest.mark.shared
@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
def test_seed_is_silent_where_its_prose_is(path: Path, shared: Path) -> None:
    expected = expectation(path)
    policy = found_in(shared / "seeds" / expected["policy"])
    groups = {
        "transfers": policy.transfers,
        "automated": policy.decisions,
        "dnt": policy.signals,
        "gpc": policy.signals,
    }
    assert {key: groups[key] for key in expected["silent"] if groups.get(key)} == {}


@pytest.mark.shared
@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
def test_p3p_of_a_seed_claims_nothing_that_its_prose_forbids(path: Path, shared: Path) -> None:
    wanted = expectation(path)["p3p"]
    found = p3p_sets(found_in(shared / "seeds" / expectation(path)["policy"]))
    assert found["purposes"].isdisjoint(wanted["absent_purposes"])
    assert set(wanted["purposes"]) <= found["purposes"]
    assert set(wanted["recipients"]) <= found["recipients"]
    for key in ("purposes", "recipients"):
        assert found[key] <= set(wanted[key]) | set(wanted["tolerated"][key])


def p3p_faults(path: Path, key: str, shared: Path) -> tuple[set[str], set[str]]:
    """Return what the P3P of a seed lacks under a key, and what it has too much."""
    wanted = expectation(path)["p3p"]
    found = p3p_sets(found_in(shared / "seeds" / expectation(path)["policy"]))[key]
    if key == "required":
        purposes = {f"{name} {value}" for name, value in wanted["purposes"].items()}
        named = {said for said in found if said.split()[0] in wanted["purposes"]}
        return purposes - found, named - purposes
    listed = {wanted[key]} if isinstance(wanted[key], str) else set(wanted[key])
    tolerated = set(wanted["tolerated"][key])
    if key == "access":
        return (set() if found & (listed | tolerated) else listed), found - listed - tolerated
    if key == "retention":
        # What promises nothing is written where nothing is stated.
        tolerated = tolerated | {"indefinitely"}
        return listed - found, found - listed - tolerated
    return listed - found, found - listed - tolerated


@pytest.mark.shared
@pytest.mark.parametrize(
    ("path", "key"),
    [
        pytest.param(
            path,
            key,
            id=f"{path.name[:3]} {key}",
            marks=[pytest.mark.xfail(reason=P3P_MISSED[f"{path.name[:3]} {key}"], strict=True)]
            if f"{path.name[:3]} {key}" in P3P_MISSED
            else [],
        )
        for path in SEEDS
        for key in ("required", "categories", "access", "retention")
    ],
)
def test_p3p_of_a_seed_declares_what_a_careful_reader_found(path: Path, key: str, shared: Path) -> None:
    assert p3p_faults(path, key, shared) == (set(), set())


def digest(paths: list[Path], folder: Path) -> str:
    """Return the SHA-256 of expectations and their policies."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.read_bytes())
        whole.update((folder / expectation(path)["policy"]).read_bytes())
    return whole.hexdigest()


def figures(paths: list[Path], folder: Path) -> dict[str, float]:
    """Return recall and precision over all keys of the expectations that are sets of concepts."""
    agreed = missing = surplus = 0
    for path in paths:
        expected = expectation(path)
        for comparison in compare_sets(found_in(folder / expected["policy"]), expected, VOCABULARY):
            agreed += comparison.agreed
            missing += len(comparison.missing)
            surplus += len(comparison.surplus)
    return {"recall": round(agreed / (agreed + missing), 3), "precision": round(agreed / (agreed + surplus), 3)}


@pytest.mark.parametrize(
    ("name", "paths"),
    [("samples", SAMPLES), pytest.param("seeds", SEEDS, marks=pytest.mark.shared)],
)
def test_whole_policies_stay_above_their_floors(name: str, paths: list[Path], request: pytest.FixtureRequest) -> None:
    folder = DATA / "policies" if name == "samples" else request.getfixturevalue("shared") / "seeds"
    pinned = read_floors()[f"expectations of {name}"]
    assert digest(paths, folder) == pinned["digest"], "the sample has changed: measure again"
    floors = pinned["floors"]
    assert isinstance(floors, dict)
    found = figures(paths, folder)
    assert {m: found[m] for m in floors if found[m] < floors[m] - SLACK} == {}
