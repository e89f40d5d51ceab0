"""`policyglot vocab`: what can be said, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from policyglot.cli import console

if TYPE_CHECKING:
    from policyglot.vocabulary import Concept, Vocabulary


@click.command(
    short_help="Show the vocabulary: schemes, concepts, DPV and P3P matches.",
    epilog="\b\nExample:\n  policyglot vocab pd:EmailAddress",
)
@click.argument("term", required=False)
def command(term: str | None) -> int:
    """Show the vocabulary: schemes, concepts, DPV and P3P matches.

    Without TERM the schemes are listed. TERM is a scheme ("purposes"), a concept
    ("pd:EmailAddress" or its IRI), or words ("mailing list"): then every concept that has
    them as a label, or in one, is listed.
    """
    from policyglot.vocabulary import load_vocabulary

    vocabulary = load_vocabulary()
    if term is None:
        console.write_table(
            ("scheme", "concepts", "phrases"),
            (
                (name, str(len(concepts)), str(sum(len(c.phrases) for c in concepts)))
                for name, concepts in vocabulary.schemes.items()
            ),
        )
    elif term in vocabulary.schemes:
        _list(vocabulary.schemes[term])
    elif ":" in term:
        _show(vocabulary[term], vocabulary)
    else:
        _found(term, vocabulary)
    return 0


def _list(concepts: tuple[Concept, ...]) -> None:
    from policyglot.vocabulary import curie

    console.write_table(
        ("concept", "label", "broader"),
        ((curie(c.iri), c.label, " ".join(map(curie, c.broader))) for c in concepts),
    )


def _found(words: str, vocabulary: Vocabulary) -> None:
    """Show the one concept that words name, or list all that have them in a label."""
    from policyglot.errors import VocabularyError

    wanted = " ".join(words.lower().split())
    exact = [c for c in vocabulary.concepts.values() if wanted in (p.lower() for p in (c.label, *c.alternatives))]
    if len(exact) == 1:
        _show(exact[0], vocabulary)
        return
    found = exact or [c for c in vocabulary.concepts.values() if any(wanted in p.lower() for p in c.phrases)]
    if not found:
        raise VocabularyError(
            f"no concept has the words {words!r}", term=words, advice="`policyglot vocab` lists the schemes"
        )
    _list(tuple(found))


def _show(concept: Concept, vocabulary: Vocabulary) -> None:
    from policyglot.vocabulary import curie

    console.write(f"{curie(concept.iri)}  {concept.label}\n")
    console.write_pairs(
        [
            ("iri", concept.iri),
            ("scheme", concept.scheme),
            ("definition", concept.definition),
            ("broader", ", ".join(curie(c) for c in vocabulary.ancestors(concept.iri))),
            ("narrower", ", ".join(curie(c.iri) for c in vocabulary.concepts.values() if concept.iri in c.broader)),
            *((kind, ", ".join(map(curie, targets))) for kind, targets in concept.matches.items()),
            *_p3p(concept, vocabulary),
            ("codes", ", ".join(f"{code} ({kind})" for kind, code in concept.notations.items())),
            ("phrases", ", ".join(concept.alternatives)),
            ("patterns", ", ".join(concept.patterns)),
            ("example", " ".join(concept.examples)),
        ]
    )


def _p3p(concept: Concept, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """What the concept becomes in P3P, walking upwards to a match."""
    from policyglot.vocabulary import curie

    for scheme in ("p3p-categories", "p3p-purposes", "p3p-recipients", "p3p-retention"):
        reached = vocabulary.matched(concept.iri, scheme)
        if reached is not None and reached != concept.iri:
            yield f"in {scheme}", curie(reached)
