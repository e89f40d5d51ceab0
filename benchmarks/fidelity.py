"""How faithfully the product reads policies: predict, report, errors.

python benchmarks/fidelity.py predict --scheme clauses GOLD.jsonl > PREDICTIONS.jsonl
python benchmarks/fidelity.py report
python benchmarks/fidelity.py errors --scheme clauses --label "label share" --kind missed
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.gold.cross import cross_predict  # noqa: E402 - the path is set above
from benchmarks.gold.floors import OWN, SAMPLES, figures, pin  # noqa: E402 - the path is set above
from benchmarks.gold.mistakes import mistakes  # noqa: E402 - the path is set above
from benchmarks.gold.predict import extractor, predict  # noqa: E402 - the path is set above
from benchmarks.gold.report import Corpus, report_lines  # noqa: E402 - the path is set above
from benchmarks.gold.score import (  # noqa: E402 - the path is set above
    kept_aside,
    load_scorer,
    policy_of,
    score,
    score_whole,
)

from policyglot.train.documents import Record, read_records, scheme_of  # noqa: E402 - the path is set above

GOLD = ROOT.parent / "shared" / "gold"
SCHEMES = ("opp115", "gdpr200", "clauses")
REPORT = ROOT / "benchmarks" / "FIDELITY.md"


def _said(args: argparse.Namespace, scheme: str, records: Sequence[Record]) -> list[Record]:
    if scheme == "clauses" and args.run is not _predict and args.engine != "rules" and args.model is None:
        # The shipped weights have seen these very clauses.
        return list(cross_predict(records, more=sorted(OWN.glob("*.jsonl")), jobs=args.jobs))
    extract = extractor(args.engine, args.model)
    return list(predict(records, scheme=scheme, extract=extract, jobs=args.jobs))


def _predict(args: argparse.Namespace) -> None:
    records = list(read_records(args.file))
    for line in _said(args, args.scheme or scheme_of(records[0]), records):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _corpora(args: argparse.Namespace) -> Iterator[Corpus]:
    scorer = load_scorer(args.gold)
    for scheme in args.scheme or SCHEMES:
        gold = list(read_records(args.gold / f"{scheme}-dev.jsonl"))
        started = time.perf_counter()
        said = _said(args, scheme, gold)
        sys.stderr.write(f"{scheme}: {time.perf_counter() - started:.1f} s\n")
        aside = kept_aside(gold)
        yield Corpus(
            scheme=scheme,
            gold=gold,
            said=said,
            tuned=score(scheme, [r for r in gold if policy_of(r) not in aside], said, scorer=scorer),
            aside=score(scheme, [r for r in gold if policy_of(r) in aside], said, scorer=scorer),
        )


def _report(args: argparse.Namespace) -> None:
    corpora = list(_corpora(args))
    command = Path(sys.executable).with_name("policyglot")
    whole = score_whole(args.gold, command) if command.exists() and not args.scheme else {}
    asides = {corpus.scheme: kept_aside(corpus.gold) for corpus in corpora}
    sys.stdout.write("\n".join(report_lines(corpora, whole, asides=asides, words=True)) + "\n")
    if not args.scheme:
        REPORT.write_text("\n".join(report_lines(corpora, whole, asides=asides)) + "\n", encoding="utf-8")


def _errors(args: argparse.Namespace) -> None:
    gold = list(read_records(args.file or args.gold / f"{args.scheme}-dev.jsonl"))
    said = list(read_records(args.predictions)) if args.predictions else _said(args, args.scheme, gold)
    if not args.aside:
        aside = kept_aside(gold)
        gold = [r for r in gold if policy_of(r) not in aside]
    found = [
        m
        for m in mistakes(gold, said)
        if (not args.label or args.label in m.what)
        and (not args.kind or (m.what.endswith("(gold)") if args.kind == "missed" else m.what.endswith("(said)")))
    ]
    sys.stdout.write(f"{len(found)} errors\n")
    chance = random.Random(args.seed)  # noqa: S311 - a sample to read, nothing secret
    shown = found if args.limit >= len(found) else chance.sample(found, args.limit)
    for m in shown:
        sys.stdout.write(
            f"\n{m.unit}  {m.kind}: {m.what} {m.words!r}\n  TEXT {m.text}\n  GOLD {m.gold}\n  SAID {m.said}\n"
        )


def _cross(args: argparse.Namespace) -> None:
    records = list(read_records(args.file))
    for line in cross_predict(records, more=args.more, jobs=args.jobs):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _floors(args: argparse.Namespace) -> None:
    for name in args.sample or SAMPLES:
        sample = SAMPLES[name]()
        found = figures(name, sample, extractor(args.engine, args.model), jobs=args.jobs)
        sys.stdout.write(f"{name}: {json.dumps(found)}\n")
        pin(name, sample.digest, found)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--engine", help="name of the engine (default: the shipped one)")
    common.add_argument("--model", type=Path, help="model file that `policyglot train` wrote")
    common.add_argument("--jobs", type=int, default=2)
    common.add_argument("--gold", type=Path, default=GOLD, help="folder of the gold files")
    command = commands.add_parser("predict", parents=[common], help="write predictions for the scorer")
    command.add_argument("--scheme", choices=SCHEMES)
    command.add_argument("file", type=Path)
    command.set_defaults(run=_predict)
    command = commands.add_parser("report", parents=[common], help="print all measures, write FIDELITY.md")
    command.add_argument("--scheme", choices=SCHEMES, action="append", help="only this corpus; writes no file")
    command.set_defaults(run=_report)
    command = commands.add_parser("errors", parents=[common], help="print errors to read")
    command.add_argument("--scheme", choices=SCHEMES, required=True)
    command.add_argument("--label", help='part of what the error is about ("label share", "data email")')
    command.add_argument("--kind", choices=("missed", "false"))
    command.add_argument("--limit", type=int, default=30)
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--aside", action="store_true", help="also look at the policies kept aside")
    command.add_argument("--predictions", type=Path, help="read these instead of extracting")
    command.add_argument("--file", type=Path, help="gold file (default: the scheme's in the gold folder)")
    command.set_defaults(run=_errors)
    command = commands.add_parser(
        "cross", parents=[common], help="predict every policy by weights trained on the others"
    )
    command.add_argument("--more", type=Path, action="append", default=[], help="annotations only learnt from")
    command.add_argument("file", type=Path)
    command.set_defaults(run=_cross)
    command = commands.add_parser("floors", parents=[common], help="measure the floors' samples and pin the figures")
    command.add_argument("--sample", choices=tuple(SAMPLES), action="append")
    command.set_defaults(run=_floors)
    return parser


def main(argv: Sequence[str] | None = None) -> None:
    """Run a command."""
    args = _parser().parse_args(argv)
    args.run(args)


if __name__ == "__main__":
    main()
