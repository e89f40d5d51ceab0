"""Gold file → predictions of the product, in the scorer's format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.gold.crosswalk import load_crosswalk
from benchmarks.gold.evidence import stated_in
from benchmarks.gold.operations import Prediction
from benchmarks.gold.schemes import SCHEMES

from policyglot.model import Document, Policy
from policyglot.train.documents import GoldDocument, Record, gold_documents

Extractor = Callable[[Document], Policy]
PARTS = {"opp115": "segments", "gdpr200": "passages"}


def extractor(engine: str | None = None, model: Path | None = None) -> Extractor:
    """Return the product's extractor.

    Args:
        engine: Name of the engine, or None for the shipped one.
        model: Model file that `policyglot train` wrote, or None for the shipped one.
    """
    from policyglot.extract import extract  # noqa: PLC0415 - what does not extract need not load it

    options: dict[str, Any] = {}
    if engine is not None:
        options["engine"] = engine
    if model is not None:
        options["model"] = model
    return partial(extract, **options)


def predict_document(gold: GoldDocument, *, scheme: str, extract: Extractor) -> list[Prediction]:
    """Return the predictions of the units of one document, in order."""
    policy = extract(gold.document)
    crosswalk = load_crosswalk()
    return [SCHEMES[scheme](unit, stated_in(policy, unit.span), crosswalk) for unit in gold.units]


def predict(records: Sequence[Record], *, scheme: str, extract: Extractor, jobs: int = 1) -> Iterator[Prediction]:
    """Yield the lines of a prediction file.

    Args:
        records: Gold records, in the order of the file; only their texts are read.
        scheme: "opp115", "gdpr200" or "clauses".
        extract: The product.
        jobs: Processes.
    """
    documents = list(gold_documents(scheme, records))
    work = partial(predict_document, scheme=scheme, extract=extract)
    if jobs > 1:
        with ProcessPoolExecutor(jobs) as pool:
            found = list(pool.map(work, documents, chunksize=max(1, len(documents) // (8 * jobs))))
    else:
        found = list(map(work, documents))
    for gold, units in zip(documents, found, strict=True):
        if scheme in PARTS:
            yield {"policy": gold.policy, PARTS[scheme]: units}
        else:
            yield from units
