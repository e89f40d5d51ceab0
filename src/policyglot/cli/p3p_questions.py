"""Questions of `policyglot validate` about P3P that have an answer instead of findings.

Which policy holds for a page or cookie, what a user agent would have done, what a rule set
decides.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policyglot.cli import console
from policyglot.errors import InputError

if TYPE_CHECKING:
    from policyglot.formats.p3p.coverage import Cookie, Coverage
    from policyglot.formats.p3p.published import PublishedFile

_AGENT_NAMES = "ie6-low … ie6-high, mozilla, privacy-bird-low, -medium, -high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """What is asked.

    Attributes:
        pages: URLs or paths of pages.
        method: HTTP method with which the pages are asked for.
        cookies: Cookies as "name=id; domain=.example.com; path=/".
        agents: Names of user agents.
        ruleset: Path of an APPEL rule set, or None.
    """

    pages: tuple[str, ...] = ()
    method: str = "GET"
    cookies: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    ruleset: Path | None = None

    def __bool__(self) -> bool:
        """Say whether anything is asked."""
        return bool(self.pages or self.cookies or self.agents or self.ruleset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer: about which file, to what, the answer itself, and why.

    Attributes:
        is_open: Whether the site has to do something: no policy holds, or files disagree.
    """

    source: str
    question: str
    answer: str
    why: str
    is_confirmed: bool = True
    is_open: bool = False


_Decorator = Callable[[Callable[..., int]], Callable[..., int]]
_META = "policyglot.questions"


def _keep(ctx: click.Context, param: click.Parameter, value: object) -> object:
    """Keep what was asked beside the command's own parameters, for `asked_questions`."""
    ctx.meta.setdefault(_META, {})[param.name] = value
    return value


_OPTIONS: tuple[_Decorator, ...] = (
    click.option(
        "--covers",
        "pages",
        multiple=True,
        metavar="URI",
        help="Say which policy holds for a page, by the reference files PATH. May be repeated.",
        callback=_keep,
        expose_value=False,
    ),
    click.option(
        "--method",
        default="GET",
        show_default=True,
        metavar="M",
        help="HTTP method for --covers.",
        callback=_keep,
        expose_value=False,
    ),
    click.option(
        "--cookie",
        "cookies",
        multiple=True,
        metavar="TEXT",
        help="Say which policy holds for a cookie: 'name=id; domain=.example.com; path=/'. May be repeated.",
        callback=_keep,
        expose_value=False,
    ),
    click.option(
        "--as",
        "agents",
        multiple=True,
        metavar="AGENT",
        help=f"Say what a user agent would have done: {_AGENT_NAMES}. May be repeated.",
        callback=_keep,
        expose_value=False,
    ),
    click.option(
        "--appel",
        "ruleset",
        type=click.Path(path_type=Path),
        metavar="RULES",
        help="Say what an APPEL rule set decides about PATH.",
        callback=_keep,
        expose_value=False,
    ),
)


def p3p_questions(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options of this module; `asked_questions` says what they were given."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def asked_questions() -> Questions:
    """Return what the command that runs was asked."""
    given = click.get_current_context().meta[_META]
    return Questions(
        pages=given["pages"],
        method=given["method"].upper(),
        cookies=given["cookies"],
        agents=given["agents"],
        ruleset=given["ruleset"],
    )


def answer(questions: Questions, files: Sequence[tuple[str, bytes]], *, max_bytes: int) -> tuple[Answer, ...]:
    """Answer all questions about all files.

    Args:
        questions: What is asked.
        files: Name and bytes of each file or header.
        max_bytes: Largest rule set that is read.

    Raises:
        InputError: A file cannot be read, or is not of the kind that a question is about.
        FormatError: There is no such user agent.
    """
    return (
        *_coverage(questions, files),
        *(a for name, content in files for agent in questions.agents for a in _judged(agent, content, name)),
        *_decided(questions.ruleset, files, max_bytes=max_bytes),
    )


def show(answers: Sequence[Answer], *, style: str) -> None:
    """Write answers to standard output: a table, or JSON.

    Raises:
        click.UsageError: They are wanted in a format for findings.
    """
    if style == "sarif":
        raise click.UsageError("SARIF holds findings; an answer is written as text or json.")
    if style == "json":
        document = {"version": 1, "answers": [asdict(a) for a in answers]}
        console.write_bytes((json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode())
        return
    rows = ((a.source, a.question, a.answer, a.why + ("" if a.is_confirmed else " (unconfirmed)")) for a in answers)
    console.write_table(("file", "question", "answer", "why"), rows)


def _coverage(questions: Questions, files: Sequence[tuple[str, bytes]]) -> Iterator[Answer]:
    if not questions.pages and not questions.cookies:
        return
    from policyglot.formats.p3p.coverage import covers, covers_cookie, disagreement

    references = [_reference_file(content, name) for name, content in files]
    for page in questions.pages:
        asked = f"{questions.method} {page}"
        for file in references:
            yield _covered(covers(file, page, method=questions.method), file=file, asked=asked)
        several = disagreement(references, page, method=questions.method)
        if several:
            why = "at most one policy may hold for a page"
            names = ", ".join(c.policy for c in several)
            yield Answer(source="all", question=asked, answer=f"ambiguous: {names}", why=why, is_open=True)
    for cookie in questions.cookies:
        for file in references:
            yield _covered(covers_cookie(file, parse_cookie(cookie)), file=file, asked=f"cookie {cookie}")


def _reference_file(content: bytes, name: str) -> PublishedFile:
    from policyglot.formats.p3p.file_reader import read_file

    file = read_file(content, name)
    if file.reference is None:
        raise InputError(
            f"<{file.kind}> says of no page which policy holds", source=name, advice="give a reference file, root META"
        )
    return file


def _covered(found: Coverage | None, *, file: PublishedFile, asked: str) -> Answer:
    if found is None:
        why = "no POLICY-REF matches"
        return Answer(source=file.source, question=asked, answer="no policy", why=why, is_open=True)
    why = f"line {found.line}, {found.pointer}"
    return Answer(source=file.source, question=asked, answer=found.policy or "a policy without name", why=why)


def parse_cookie(text: str) -> Cookie:
    """Return the cookie that an argument describes.

    Raises:
        click.UsageError: It has another part than name, value, domain and path, or no name.

    >>> parse_cookie("name=id; domain=.example.com").domain
    '.example.com'
    """
    from policyglot.formats.p3p.coverage import Cookie

    parts = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        key, _, value = part.partition("=")
        parts[key.strip().lower()] = value.strip()
    if "name" not in parts or not parts.keys() <= {"name", "value", "domain", "path"}:
        raise click.UsageError(f"{text!r} is no cookie such as 'name=id; domain=.example.com; path=/'")
    return Cookie(
        name=parts["name"],
        value=parts.get("value", ""),
        domain=parts.get("domain", ""),
        path=parts.get("path", "/"),
    )


def _judged(agent: str, content: bytes, name: str) -> Iterator[Answer]:
    from policyglot.judging import verdicts

    for verdict in verdicts(agent, content, name):
        yield Answer(
            source=name,
            question=f"{agent}: {verdict.situation}" if verdict.situation else agent,
            answer=verdict.outcome,
            why=verdict.reason,
            is_confirmed=verdict.is_confirmed,
        )


def _decided(ruleset: Path | None, files: Sequence[tuple[str, bytes]], *, max_bytes: int) -> Iterator[Answer]:
    if ruleset is None:
        return
    from policyglot.cli.sources import one_source
    from policyglot.judging import rulings

    source = one_source(str(ruleset))
    rules = source.read(max_bytes=max_bytes)
    for name, content in files:
        for ruling in rulings(rules, source.name, content=content, source=name):
            decision = ruling.decision
            why = "no rule fires" if decision.rule is None else f"rule {decision.rule}, line {decision.line}"
            said = "" if decision.description is None else f": {decision.description}"
            yield Answer(
                source=name,
                question=f"{source.name} about {ruling.policy or 'the policy'}",
                answer=decision.behaviour + (", and ask" if decision.prompt else ""),
                why=why + said,
                is_confirmed=False,
            )
