"""Predictions by weights that never saw the policy: what the shipped weights do on new policies.

The weights that ship have learnt from every labelled clause, so their figures on those
clauses would flatter. Here the policies are divided, each part is predicted by weights
trained on the others, and the pipeline is otherwise the product's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.gold.operations import Prediction
from benchmarks.gold.predict import Extractor, predict
from benchmarks.gold.score import KEPT_ASIDE, policy_of

from policyglot.extract import extract_with
from policyglot.extract.classify import Classifier, read_classifier
from policyglot.extract.mentions import MODELS, MentionModels, load_mention_models
from policyglot.train.documents import Record, read_records, scheme_of
from policyglot.train.examples import Example, examples
from policyglot.train.fit import fit
from policyglot.train.mentions import mention_examples

CLAUSES = "clauses"


def learnable(records: Sequence[Record]) -> dict[str, list[Example]]:
    """Return what there is to learn from gold records, by model: "clauses", "data", "recipient", "purpose"."""
    found: dict[str, list[Example]] = {CLAUSES: list(examples(records))}
    if scheme_of(records[0]) == CLAUSES:
        for kind, example in mention_examples(records):
            found.setdefault(kind, []).append(example)
    return found


def _weights(material: Mapping[str, Sequence[Example]], without: frozenset[str]) -> dict[str, Classifier]:
    kept = {kind: [e for e in found if e.policy not in without] for kind, found in material.items()}
    return {kind: read_classifier(fit(found, names=(), attribution="").model, kind) for kind, found in kept.items()}


def _part(
    part: int, *, records: Sequence[Record], scheme: str, material: Mapping[str, Sequence[Example]], parts: int
) -> list[Prediction]:
    """Predict every `parts`-th policy with weights from the others."""
    names = sorted({policy_of(r) for r in records})
    unseen = frozenset(names[part::parts])
    weights = _weights(material, unseen)
    shipped = load_mention_models().by_kind
    mentions = {kind: weights.get(kind) or shipped[kind] for kind in MODELS if kind in weights or kind in shipped}
    extract: Extractor = partial(extract_with, classifier=weights[CLAUSES], mentions=MentionModels(by_kind=mentions))
    return list(predict([r for r in records if policy_of(r) in unseen], scheme=scheme, extract=extract))


def cross_predict(
    records: Sequence[Record], *, more: Sequence[Path] = (), jobs: int = 1, parts: int = KEPT_ASIDE
) -> Iterator[Prediction]:
    """Yield the predictions of all policies, each by weights that never saw it.

    Args:
        records: Gold records; they are both learnt from and predicted.
        more: Annotated files that are only learnt from.
        jobs: Processes.
        parts: Number of parts; with the default, one of them is the part kept aside.
    """
    scheme = scheme_of(records[0])
    material = learnable(records)
    for path in more:
        for kind, found in learnable(list(read_records(path))).items():
            material.setdefault(kind, []).extend(found)
    work = partial(_part, records=records, scheme=scheme, material=material, parts=parts)
    if jobs == 1:
        for part in range(parts):
            yield from work(part)
        return
    with ProcessPoolExecutor(jobs) as pool:
        for predictions in pool.map(work, range(parts)):
            yield from predictions
