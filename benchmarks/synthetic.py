"""Synthetic policies, the same each time: as values, and straight as tables without a graph.

Concepts are drawn from the vocabulary by a fixed seed. Names of recipients are drawn as they are in the world: a few
are named by most companies, most by a few.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow

from policyglot.model import (
    Assertion,
    Choice,
    Contact,
    ContactKind,
    Controller,
    Evidence,
    Mention,
    Policy,
    Practice,
    Provision,
    Retention,
    Span,
)
from policyglot.store.pieces import Piece
from policyglot.store.tables import COLUMNS, add_rows, empty_rows, table_of, write_columns
from policyglot.vocabulary import iri, load_vocabulary

_NAMES = 2_000
# Policies whose practices are drawn from for the tables.
_TEMPLATES = 60


class _Dice:
    """Draws practices and provisions."""

    def __init__(self) -> None:
        self.dice = random.Random(20)  # noqa: S311 - no secret
        vocabulary = load_vocabulary()
        schemes = ("data-categories", "purposes", "recipients", "rights", "measures", "legal-bases")
        self.concepts = {name: [c.iri for c in vocabulary.scheme(name)] for name in schemes}
        self.acts = [iri("dpv:Collect"), iri("dpv:Use"), iri("dpv:Share"), iri("pg:Sell")]

    def concept(self, scheme: str) -> str:
        return self.dice.choice(self.concepts[scheme])

    def name(self) -> str:
        """Draw a name: the n-th is drawn in proportion to 1/n."""
        return f"Network {int(_NAMES ** self.dice.random())}"

    def practice(self, place: int) -> Practice:
        dice = self.dice
        act = dice.choices(self.acts, weights=(10, 10, 9, 1))[0]
        is_given = act in self.acts[2:]
        named = Mention(concept=self.concept("recipients"), name=self.name() if dice.random() < 0.15 else None)
        choice = Choice(kind=iri("dpv:OptingOutFromProcess"), means=(Mention(concept=iri("dpv:Email")),))
        return Practice(
            processing=(act,),
            assertion=Assertion.DENIED if dice.random() < 0.08 else Assertion.STATED,
            data=tuple(Mention(concept=c) for c in dice.sample(self.concepts["data-categories"], 2)),
            purposes=(Mention(concept=self.concept("purposes")),),
            recipients=(named,) if is_given else (),
            legal_bases=(Mention(concept=self.concept("legal-bases")),) if dice.random() < 0.1 else (),
            choices=(choice,) if dice.random() < 0.1 else (),
            retention=Retention(concept=iri("dpv:EndlessDuration")) if dice.random() < 0.02 else None,
            evidence=(Evidence(span=Span(place * 100, place * 100 + 90), exact=self.sentence(place)),),
        )

    def sentence(self, place: int) -> str:
        return f"Sentence {place} says {self.dice.randrange(10**9)} times that something is done with what is yours."

    def provisions(self, scheme: str, first: int) -> tuple[Provision, ...]:
        return tuple(
            Provision(
                concept=self.concept(scheme),
                evidence=(Evidence(span=Span(place, place + 90), exact=self.sentence(place)),),
            )
            for place in range(first, first + 500, 100)
        )


def synthetic(count: int, *, practices: int) -> Iterator[Policy]:
    """Yield policies with concepts of the vocabulary, chosen by a fixed seed."""
    dice = _Dice()
    officer = Contact(kind=ContactKind.EMAIL, value="officer@company.example", is_officer=True)
    for number in range(count):
        yield Policy(
            source=f"synthetic-{number}",
            sha256=f"{number:012x}" + "0" * 52,
            site=f"https://company-{number}.example/",
            controller=Controller(name=f"Company {number}", contacts=(officer,)),
            practices=tuple(dice.practice(place) for place in range(practices)),
            rights=dice.provisions("rights", practices * 100),
            measures=dice.provisions("measures", practices * 100 + 500),
        )


def write_tables(folder: Path, count: int, *, practices: int, shard: int = 200) -> None:
    """Write the tables of so many policies: rows drawn from those of a few, under names of their own.

    Args:
        folder: Folder for the Parquet files, of `count / shard` shards.
        count: Number of policies.
        practices: Practices a policy.
        shard: Policies a file.
    """
    dice = random.Random(21)  # noqa: S311 - no secret
    rows = empty_rows()
    for policy in synthetic(_TEMPLATES, practices=practices):
        add_rows(rows, policy, Piece(name=policy.source, series=policy.source))
    templates = {table: table_of(table, said) for table, said in rows.items()}
    places: dict[str, dict[str, list[int]]] = {table: {} for table in COLUMNS}
    for table, said in rows.items():
        for place, row in enumerate(said):
            places[table].setdefault(row.get("practice") or row.get("provision") or row["policy"], []).append(place)
    names = [[row["practice"] for row in rows["practices"]], [row["provision"] for row in rows["provisions"]]]
    folder.mkdir(parents=True, exist_ok=True)
    for first in range(0, count, shard):
        drawn = [
            (number, name)
            for number in range(first, min(first + shard, count))
            for name in (*dice.sample(names[0], practices), *dice.sample(names[1], 10))
        ]
        for table in COLUMNS:
            _write_shard(
                folder / f"{table}-{first:08d}.parquet", table, templates[table], _chosen(places[table], drawn)
            )


def _chosen(places: dict[str, list[int]], drawn: list[tuple[int, str]]) -> list[tuple[int, int]]:
    """Return number of the policy and place of the template of each row of a shard; of policies the first place."""
    found = [(number, place) for number, name in drawn for place in places.get(name, ())]
    return found or [(number, 0) for number in dict.fromkeys(number for number, _ in drawn)]


def _write_shard(path: Path, table: str, template: pyarrow.Table, chosen: list[tuple[int, int]]) -> None:
    taken = template.take([place for _, place in chosen])
    numbers = [number for number, _ in chosen]
    fresh = {
        "policy": [f"https://company-{n}.example/#policy-{n:012x}" for n in numbers],
        "company": [f"Company {n}" for n in numbers],
    }
    for column in ("practice", "provision"):
        if column in COLUMNS[table]:
            old = taken[column].to_pylist()
            pairs = zip(fresh["policy"], old, strict=True)
            # Of the name of before the policy's digits and the rest stay, so that no two are the same.
            fresh[column] = [f"{policy}-{name.rpartition('#policy-')[2]}" for policy, name in pairs]
    for column, values in fresh.items():
        taken = taken.set_column(taken.schema.get_field_index(column), column, pyarrow.array(values))
    write_columns(path, taken)
