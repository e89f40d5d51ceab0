"""Training of the clause classifier on annotated corpora; needs the extra `train`.

Annotations come as JSON Lines in one of three formats: clauses with labels (those that ship
with the project's tests), OPP-115 policies, GDPR-T200 policies.
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from policyglot.errors import InputError, MissingExtraError
from policyglot.train.documents import Record, read_records
from policyglot.train.result import LabelScore, Training

__all__ = ["LabelScore", "Training", "train"]


def train(paths: Sequence[str | PathLike[str]], *, attribution: str = "") -> Training:
    """Train the clause classifier.

    Args:
        paths: Annotated files, JSON Lines.
        attribution: Who is to be credited for the texts; goes into the model's card.

    Returns:
        The model and its cross-validated figures. The same files give the same bytes.

    Raises:
        InputError: A file cannot be read, or holds no annotations in a known format.
        MissingExtraError: scikit-learn is not installed.
    """
    try:
        from policyglot.train import fit  # noqa: PLC0415 - scikit-learn is an extra
    except ImportError as error:
        raise MissingExtraError(
            "training needs scikit-learn", advice="install it with `pip install 'policyglot[train]'`"
        ) from error
    from policyglot.train.examples import examples  # noqa: PLC0415 - the vocabulary is only needed from here on

    found = [example for path in paths for example in examples(_records(Path(path)))]
    if len({e.policy for e in found}) < 2:
        raise InputError("training needs annotations of at least two policies", advice="give more files")
    return fit.fit(found, names=[Path(path).name for path in paths], attribution=attribution)


def _records(path: Path) -> list[Record]:
    try:
        records = list(read_records(path))
    except (OSError, ValueError) as error:
        raise InputError(
            f"cannot read annotations from {path}: {error}", source=str(path), advice="one JSON object a line"
        ) from error
    known = {"labels", "segments", "passages"}
    if not records or not all(isinstance(r, dict) and known & r.keys() for r in records):
        raise InputError(
            f"{path} holds no annotations in a known format",
            source=str(path),
            advice="its lines need `labels`, `segments` or `passages`: see docs/training",
        )
    return records
