"""Works that do what tests want to see: they run in a work's own process."""

from __future__ import annotations

import os
import signal
import sys

from policyglot.errors import InputError
from policyglot.web.child import Report


def add(report: Report, *, left: int, right: int) -> int:
    sys.stdout.write("what a library prints is no answer\n")
    report("adding", 1, 2)
    return left + right


def endless(report: Report) -> None:
    report("waiting", 0, 0)
    signal.pause()


def refused(report: Report) -> None:
    raise InputError("this is <b>no</b> policy", advice="give another")


def dies(report: Report) -> None:
    sys.stderr.write("out of luck\n")
    sys.stderr.flush()
    os._exit(3)


def too_deep(report: Report) -> None:
    too_deep(report)


def broken(report: Report) -> None:
    raise ZeroDivisionError("a fault of ours")


def process(report: Report) -> int:
    return os.getpid()
