"""The clause classifier: one linear model a label over a clause's features, in plain Python.

The weights of a feature for all labels are eight-bit steps packed into one integer, thirty-two
bits a label, so that adding up a clause is one integer addition a feature. Words and facts are
added up apart: they have their fields in different halves. The same file gives the same
probabilities on every machine.
"""

from __future__ import annotations

import base64
import gzip
import json
import math
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from policyglot.errors import InputError
from policyglot.resources import read_bytes, resource_names

FORMAT = "policyglot-weights-1"
SHIPPED = "clauses.json.gz"
# Features that begin so are facts about the clause: they weigh the same in long and short clauses.
FACT = "="
_FIELD = 4  # bytes a label in a packed row
_ZERO = 128  # a step of 0, so that steps are unsigned
_MARGIN = 1e-6
_LIMIT = 30.0  # beyond this, a logistic function is 0 or 1 to all digits that matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """A trained model.

    Attributes:
        labels: What it decides about, in the order of the fields of a row.
        biases: Score of an empty clause, one a label.
        scales: Score of one step, one a label.
        thresholds: Probability from which a label holds, one a label.
        floors: Steps below which a label does not hold, one a label.
        rows: Feature to a one and its steps for all labels, packed; a fact's in the upper half.
        fact_value: What one fact counts; an ordinary feature counts 1 / sqrt(their number).
        card: What it was trained on, for people.
    """

    labels: tuple[str, ...]
    biases: tuple[float, ...]
    scales: tuple[float, ...]
    thresholds: Mapping[str, float]
    floors: tuple[float, ...]
    rows: Mapping[str, int]
    fact_value: float
    card: Mapping[str, Any]

    def classify(self, features: Sequence[str]) -> dict[str, float]:
        """Return the probability of every label.

        Args:
            features: Features of one clause, none twice; unknown ones count nothing.

        Returns:
            Label to probability in 0..1, in the order of the labels.
        """
        raw = self._raw(self.pack(features))
        return {
            label: _logistic(bias + scale * steps)
            for label, bias, scale, steps in zip(self.labels, self.biases, self.scales, raw, strict=True)
        }

    def holding(self, features: Sequence[str], *, packed: int = 0) -> dict[str, float]:
        """Return the probability of the labels that reach their thresholds.

        Args:
            features: As for `classify`.
            packed: What `pack` returned for more features, which many clauses share.
        """
        found = {}
        for number, (steps, floor) in enumerate(zip(self._raw(self.pack(features) + packed), self.floors, strict=True)):
            if steps >= floor:
                label = self.labels[number]
                probability = _logistic(self.biases[number] + self.scales[number] * steps)
                if probability >= self.thresholds[label]:
                    found[label] = probability
        return found

    def pack(self, features: Sequence[str]) -> int:
        """Return the sum of the rows of those features that are known."""
        return sum(filter(None, map(self.rows.get, features)))

    def _raw(self, packed: int) -> list[float]:
        """Return the steps of every label, words weighed by their number and facts by their value."""
        half = len(self.labels) + 1
        fields = struct.unpack(f"<{2 * half}I", packed.to_bytes(2 * _FIELD * half, "little"))
        words, facts = fields[0], fields[half]
        share, value = 1 / math.sqrt(words or 1), self.fact_value
        # What the zero steps add up to, taken off once.
        zero = _ZERO * (words * share + facts * value)
        return [a * share + b * value - zero for a, b in zip(fields[1:half], fields[half + 1 :], strict=True)]

    def confidences(self, features: Sequence[str]) -> dict[str, float]:
        """Return how sure every label is, 0.5 being the least that holds.

        Below its threshold and above it, a probability is stretched to 0..0.5 and 0.5..1.

        Args:
            features: As for `classify`.
        """
        return {
            label: 0.5 * p / t if p < (t := self.thresholds[label]) else 1 - 0.5 * (1 - p) / (1 - t)
            for label, p in self.classify(features).items()
        }


def _logistic(score: float) -> float:
    return 1 / (1 + math.exp(-score)) if -_LIMIT < score < _LIMIT else float(score > 0)


def _floor(threshold: float, *, bias: float, scale: float) -> float:
    """Return steps that stay just below a threshold, so that most labels need no logistic function."""
    if scale <= 0 or not 0 < threshold < 1:
        return -math.inf
    return (math.log(threshold / (1 - threshold)) - bias) / scale - _MARGIN


def read_classifier(content: bytes, source: str) -> Classifier:
    """Read a model file.

    Args:
        content: Its bytes, as `policyglot.train.train` returns them.
        source: What to call it in errors.

    Raises:
        InputError: It is no model file of this version.
    """
    try:
        model = json.loads(gzip.decompress(content))
        if model["format"] != FORMAT:
            raise KeyError(FORMAT)
        steps = base64.b64decode(model["steps"], validate=True)
        features = model["features"].split("\n")
        labels = tuple(model["labels"])
        if len(steps) != len(features) * len(labels):
            raise ValueError
        biases, scales, thresholds = (tuple(map(float, model[key])) for key in ("biases", "scales", "thresholds"))
        return Classifier(
            labels=labels,
            biases=biases,
            scales=scales,
            thresholds=dict(zip(labels, thresholds, strict=True)),
            floors=tuple(
                _floor(threshold, bias=bias, scale=scale)
                for threshold, bias, scale in zip(thresholds, biases, scales, strict=True)
            ),
            rows=_rows(features, steps, len(labels)),
            fact_value=float(model["fact_value"]),
            card=model["card"],
        )
    except (OSError, EOFError, zlib.error, ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            f"{source} is no model of this version", source=source, advice="train it again with `policyglot train`"
        ) from error


def _rows(features: Sequence[str], steps: bytes, count: int) -> dict[str, int]:
    """Pack a one and the steps of every feature: one byte each, spread over fields."""
    wide = bytearray(_FIELD * len(steps))
    wide[::_FIELD] = steps
    width = _FIELD * count
    shift = 8 * _FIELD
    half = shift * (count + 1)
    rows = {}
    for at, feature in enumerate(features):
        row = int.from_bytes(wide[at * width : (at + 1) * width], "little") << shift | 1
        rows[feature] = row << half if feature.startswith(FACT) else row
    return rows


def write_classifier(  # every part of the file is named by its caller
    *,
    labels: Sequence[str],
    biases: Sequence[float],
    scales: Sequence[float],
    thresholds: Sequence[float],
    steps: Mapping[str, Sequence[int]],
    fact_value: float,
    card: Mapping[str, Any],
) -> bytes:
    """Return a model file; the same model gives the same bytes.

    Args:
        labels: What it decides about.
        biases: One a label.
        scales: Score of one step, one a label.
        thresholds: One a label.
        steps: Feature to one step in -127..127 a label.
        fact_value: What one fact counts.
        card: What it was trained on, as JSON values.
    """
    features = sorted(steps)
    model = {
        "format": FORMAT,
        "card": card,
        "labels": list(labels),
        "biases": [round(b, 5) for b in biases],
        "scales": [round(s, 8) for s in scales],
        "thresholds": [round(t, 3) for t in thresholds],
        "fact_value": fact_value,
        "features": "\n".join(features),
        "steps": base64.b64encode(bytes(s + _ZERO for f in features for s in steps[f])).decode("ascii"),
    }
    text = json.dumps(model, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)


@cache
def load_classifier(name: str = SHIPPED) -> Classifier | None:
    """Return a model that ships with the package, or None where it ships without it.

    Args:
        name: File name of the model; that of the clause classifier by default.
    """
    if name not in resource_names("models", suffix=".gz"):
        return None
    return read_classifier(read_bytes("models", name), f"models/{name}")
