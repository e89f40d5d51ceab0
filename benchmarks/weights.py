"""Train the weights that ship, and write their model card.

    python benchmarks/weights.py

Learns from clauses only: those labelled for this project in the gold folder, and the
project's own under tests/data/clauses. Other corpora may not go into weights that ship.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.gold.cross import CLAUSES, learnable  # noqa: E402 - the path is set above

from policyglot.train import Training  # noqa: E402 - the path is set above
from policyglot.train.documents import read_records  # noqa: E402 - the path is set above
from policyglot.train.examples import Example  # noqa: E402 - the path is set above
from policyglot.train.fit import fit  # noqa: E402 - the path is set above

LABELLED = ROOT.parent / "shared" / "gold" / "clauses-dev.jsonl"
OWN = ROOT / "tests" / "data" / "clauses"
MODELS = ROOT / "models"
ATTRIBUTION = (
    "Contains information from Open Terms Archive contributors, made available under ODC-By 1.0; texts of 1999 to "
    "2012 from the collection privacy-policies-through-time (MIT); labels and invented clauses by the project."
)
CARD = """# The weights that ship

| | |
|---|---|
| files | {files}; written by `python benchmarks/weights.py`, the same data give the same bytes |
| `clauses` | says which kinds of statement a clause of an English privacy policy makes |
| `data`, `recipient` | say whether words that can name data or a recipient do so in their clause |
| `purpose` | says which purpose a phrase states, if any |
| how | one L2-regularised logistic regression a label over words, word pairs, surroundings and what the rules \
found; weights in 255 steps; plain Python at run time (`src/policyglot/extract/classify.py`) |
| learnt from | {clauses} clauses of {policies} policies: clauses of company policies of 1999 to 2026 labelled for \
this project, and the project's own invented clauses under `tests/data/clauses` |
| credit | {attribution} |
| licence | Apache-2.0, with the attribution above kept |
| not learnt from | OPP-115, GDPR-T200 or any other corpus whose terms do not allow it |
| limits | English only; made for privacy policies, not for terms of service; labels with few examples are weak |

What they come to in the whole product, on policies that they never saw, is in `benchmarks/FIDELITY.md`.
The tables below are cross-validated by policy: no weights saw the policy that they are measured on.
{tables}"""


def table(name: str, training: Training) -> str:
    """Return the figures of one model as Markdown."""
    rows = [
        f"| {label} | {s.precision:.2f} | {s.recall:.2f} | {s.f1:.2f} | {s.count} | {s.threshold:.2f} |"
        for label, s in training.scores.items()
    ]
    head = [
        "",
        f"## `{name}`: micro F1 {training.micro_f1:.3f} on {training.clauses} examples",
        "",
        "| label | precision | recall | F1 | examples | threshold |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def main() -> None:
    """Train, write the weights and the card."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--labelled", type=Path, default=LABELLED, help="clauses of the gold folder")
    args = parser.parse_args()
    paths = [args.labelled, *sorted(OWN.glob("*.jsonl"))]
    material: dict[str, list[Example]] = {}
    for path in paths:
        for kind, found in learnable(list(read_records(path))).items():
            material.setdefault(kind, []).extend(found)
    trained = {k: fit(found, names=[p.name for p in paths], attribution=ATTRIBUTION) for k, found in material.items()}
    MODELS.mkdir(exist_ok=True)
    for kind, training in trained.items():
        (MODELS / f"{kind}.json.gz").write_bytes(training.model)
        sys.stdout.write(f"{kind}: {training.clauses} examples, micro F1 {training.micro_f1:.4f}\n")
    text = CARD.format(
        files=", ".join(f"`{kind}.json.gz` ({len(t.model) // 1000} kB)" for kind, t in trained.items()),
        clauses=trained[CLAUSES].clauses,
        policies=trained[CLAUSES].policies,
        attribution=ATTRIBUTION,
        tables="".join(table(kind, training) for kind, training in trained.items()),
    )
    (MODELS / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
