"""The expectation files beside the sample policies keep to their format and to the words of the policy."""

from __future__ import annotations

import html
import os
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parent / "data"
SEEDS = Path(os.environ.get("POLICYGLOT_SHARED", Path(__file__).parents[2] / "shared")) / "seeds"

# A tag of HTML, for searching words in the sample page: "<em>" yes, "a < b" no.
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
WHITE_SPACE = re.compile(r"\s+")
DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")
DURATION = re.compile(r"P(T\d+[HM]|\d+[YMWD])")

RIGHTS = {"access", "rectify", "erase", "portability", "restrict", "object", "withdraw-consent", "complain"}
GROUNDS = {"consent", "contract", "legitimate-interest", "legal-obligation", "vital-interest", "public-task"}
SAFEGUARDS = {"standard-contractual-clauses", "adequacy", "framework", "consent"}
CHANGES = {"posted", "home-page", "email", "mail", "in-app", "unsaid"}
REQUIRED = {"policy", "language", "controller", "contacts", "collected", "shared", "not_collected", "purposes"} | {
    "recipients", "denied", "retention", "sources", "rights", "measures", "choices", "legal_bases", "transfers",
    "silent", "tolerated", "p3p", "practices",
}  # fmt: skip
OPTIONAL = {"issued", "modified", "change", "children", "regions", "dnt", "gpc", "automated"}
PRACTICE = {"does", "denied", "data", "purposes", "recipients", "names", "choice", "means", "retention", "duration"} | {
    "party", "conditional",
}  # fmt: skip
P3P = {
    "categories": {"physical", "online", "uniqueid", "purchase", "financial", "computer", "navigation", "interactive"}
    | {"demographic", "content", "state", "political", "health", "preference", "location", "government"}
    | {"other-category"},
    "purposes": {
        "current",
        "admin",
        "develop",
        "tailoring",
        "pseudo-analysis",
        "pseudo-decision",
        "individual-analysis",
    }
    | {"individual-decision", "contact", "historical", "telemarketing", "other-purpose"},
    "recipients": {"ours", "delivery", "same", "other-recipient", "unrelated", "public"},
    "access": {"nonident", "all", "contact-and-other", "ident-contact", "other-ident", "none"},
    "retention": {"no-retention", "stated-purpose", "legal-requirement", "business-practices", "indefinitely"},
}


def concepts(*kinds: str) -> set[str]:
    with (DATA / "clauses" / "keys.toml").open("rb") as file:
        keys: dict[str, dict[str, str]] = tomllib.load(file)
    return {concept for kind in kinds for concept in keys[kind].values()}


def load(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def words(path: Path) -> str:
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        text = html.unescape(TAG.sub("", text))
    return WHITE_SPACE.sub(" ", text)


def strings(value: Iterable[Any], key: str) -> Iterator[str]:
    for entry in value:
        found = entry.get(key, []) if isinstance(entry, dict) else []
        yield from [found] if isinstance(found, str) else found


EXPECTATIONS = sorted(DATA.glob("*/*.expected.toml"))
OWN = [path for path in EXPECTATIONS if path.parent.name == "policies"]
OF_SEEDS = [path for path in EXPECTATIONS if path.parent.name == "seeds"]


def name_of(path: Path) -> str:
    return path.name.removesuffix(".expected.toml")


@pytest.mark.parametrize("path", EXPECTATIONS, ids=name_of)
def test_expectation_file_has_the_documented_keys(path: Path) -> None:
    said = load(path)
    assert set(said) >= REQUIRED
    assert set(said) <= REQUIRED | OPTIONAL
    assert set(said["tolerated"]) <= REQUIRED | OPTIONAL
    for group in said["silent"]:
        assert not said.get(group), f"{group} is silent and stated"
    for key in ("issued", "modified"):
        assert DATE.fullmatch(said.get(key, "2000-01"))


@pytest.mark.parametrize("path", EXPECTATIONS, ids=name_of)
def test_concepts_are_of_their_scheme(path: Path) -> None:
    said = load(path)
    data, purposes, recipients = concepts("data"), concepts("purpose"), concepts("recipient")
    choices, measures, retention = concepts("choice"), concepts("measure"), concepts("retention")
    for part in (said, said["tolerated"]):
        for key in ("collected", "shared", "not_collected"):
            assert set(part.get(key, ())) <= data
        assert set(part.get("measures", ())) <= measures
        assert set(part.get("choices", ())) <= choices
    assert {p["concept"] for p in said["purposes"]} | set(said["tolerated"].get("purposes", ())) <= purposes
    assert {r["concept"] for r in said["recipients"]} | set(said["tolerated"].get("recipients", ())) <= recipients
    assert {r["concept"] for r in said["retention"]} <= retention
    for group in ("purposes", "recipients", "practices"):
        assert set(strings(said[group], "means")) <= choices
        assert set(strings(said[group], "choice")) <= {"opt-in", "opt-out"}
    for group in ("denied", "retention", "practices"):
        assert set(strings(said[group], "data")) <= data
    for group in ("denied", "practices"):
        assert set(strings(said[group], "purposes")) <= purposes
        assert set(strings(said[group], "recipients")) <= recipients


@pytest.mark.parametrize("path", EXPECTATIONS, ids=name_of)
def test_closed_values_are_known(path: Path) -> None:
    said = load(path)
    assert set(said["rights"]) <= RIGHTS
    assert set(said["legal_bases"]) <= GROUNDS
    assert set(strings(said["transfers"], "safeguards")) <= SAFEGUARDS
    assert set(said.get("change", ())) <= CHANGES
    assert {said.get(key, "unclear") for key in ("dnt", "gpc")} <= {"honoured", "not-honoured", "unclear"}
    assert said.get("automated", "denied") in {"stated", "denied"}
    assert {d["processing"] for d in said["denied"]} <= {"collect", "use", "share", "sell"}
    for practice in said["practices"]:
        assert practice["does"] in {"collect", "use", "share", "sell"}
        assert set(practice) <= PRACTICE
    for duration in (*strings(said["retention"], "duration"), *strings(said["practices"], "duration")):
        assert DURATION.fullmatch(duration)


@pytest.mark.parametrize("path", EXPECTATIONS, ids=name_of)
def test_p3p_values_exist_and_do_not_overlap(path: Path) -> None:
    p3p = load(path)["p3p"]
    tolerated = p3p["tolerated"]
    for key, known in P3P.items():
        stated = {p3p[key]} if key == "access" else set(p3p[key])
        assert stated <= known
        assert set(tolerated.get(key, ())) <= known - stated
    assert set(p3p["purposes"].values()) <= {"always", "opt-in", "opt-out"}
    assert not set(p3p["absent_purposes"]) & (set(p3p["purposes"]) | set(tolerated["purposes"]))


def check_names(said: dict[str, Any], text: str) -> None:
    names = [said["controller"]["name"], *said["controller"]["aliases"], *said["sources"]]
    names += [contact["value"] for contact in said["contacts"]]
    names += [*strings(said["recipients"], "names"), *strings(said["practices"], "names")]
    names += [transfer["place"] for transfer in said["transfers"]]
    assert [name for name in names if name not in text] == []


@pytest.mark.parametrize("path", OWN, ids=name_of)
def test_names_stand_in_the_sample_policy(path: Path) -> None:
    said = load(path)
    text = words(path.with_name(said["policy"]))
    assert 600 <= len(text.split()) <= 1500
    check_names(said, text)


@pytest.mark.shared
@pytest.mark.parametrize("path", OF_SEEDS, ids=name_of)
def test_names_stand_in_the_seed(path: Path) -> None:
    said = load(path)
    seed = SEEDS / said["policy"]
    if not seed.exists():
        pytest.skip(f"{seed} is not here: the shared corpora are not part of the project")
    check_names(said, words(seed))
