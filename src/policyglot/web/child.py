"""The process that does long work: `python -m policyglot.web.child`.

Each line of standard input is a request in JSON; for each there come lines of JSON on standard output: how far
it is, then the result or what went wrong. See `work.py` for the other end.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from policyglot.errors import PolicyglotError

Report = Callable[[str, int, int], None]
"""Says how far a work is: what is being done, how many steps are done, of how many (0: nobody knows)."""
# The workbench stops what takes too long; where it is gone itself, this much later the system does.
_LATER = 10


def warm(report: Report) -> None:
    """Read what every work needs: vocabulary, lexicon, weights."""
    from policyglot.generation import generate  # noqa: PLC0415 - a process that does other work needs none of it
    from policyglot.read import read_document  # noqa: PLC0415 - the same

    report("warming up", 0, 1)
    prose = b"Privacy policy. We collect your email address to send you our newsletter. We never sell it."
    generate(read_document(content=prose, name="policy.txt"))


def main() -> None:
    """Answer requests until there are no more."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints is no answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def say(said: dict[str, Any]) -> None:
        answers.write(json.dumps(said).encode() + b"\n")
        answers.flush()

    def report(step: str, done: int, of: int) -> None:
        say({"step": step, "done": done, "of": of})

    for line in requests:
        request = json.loads(line)
        signal.alarm(int(request["seconds"]) + _LATER)
        module, _, name = request["function"].partition(":")
        try:
            result = getattr(import_module(module), name)(report, **request["arguments"])
        except PolicyglotError as error:
            say({"error": {"kind": type(error).__name__, "message": error.message, "advice": error.advice}})
        except OSError as error:
            reason = error.strerror or str(error)
            say({"error": {"kind": type(error).__name__, "message": reason, "advice": None}})
        except (RecursionError, MemoryError) as error:
            message = "the input is nested too deeply" if isinstance(error, RecursionError) else "not enough memory"
            say({"error": {"kind": type(error).__name__, "message": message, "advice": None}})
        else:
            say({"result": result})
        signal.alarm(0)


if __name__ == "__main__":
    main()
