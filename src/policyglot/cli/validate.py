"""`policyglot validate`: checks of anything that is published."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policyglot.cli import console
from policyglot.cli.against import compare_with_prose, read_prose
from policyglot.cli.options import ALLOW_PRIVATE, FAIL_ON, FailOn, exit_code, max_bytes_option
from policyglot.cli.p3p_questions import Questions, answer, asked_questions, p3p_questions, show
from policyglot.cli.site import show_steps
from policyglot.cli.sources import PUBLISHED, URL, Source, one_source, sources
from policyglot.errors import InputError, PolicyglotError
from policyglot.findings import Finding

if TYPE_CHECKING:
    from policyglot.url_check import CheckedUrl
    from policyglot.validate import Profile
    from policyglot.validate.report import ReportFormat

# Prose is read whole into memory and understood; policies have a hundredth of this.
_LARGEST_PROSE = 5_000_000
# Files of `generate` that nobody publishes.
_OUR_OWN = ("findings.json",)


@click.command(
    short_help="Check published files: JSON-LD, Turtle, N-Quads, P3P, compact policies.",
    epilog="\b\nExamples:\n  policyglot validate output/shop w3c/p3p.xml --format sarif > findings.sarif"
    "\n  policyglot validate https://www.example.com/"
    "\n  policyglot validate --compact 'CP=\"NOI CUR OUR NOR STA\"' --with w3c/policy.xml"
    "\n  policyglot validate --against privacy.html w3c/policy.xml"
    "\n  policyglot validate --covers /shop/index.html --cookie 'name=id' w3c/p3p.xml"
    "\n  policyglot validate --as ie6-medium --as mozilla headers.txt"
    "\n  policyglot validate --appel preferences.xml w3c/policy.xml",
)
@click.argument("path", nargs=-1)
@click.option(
    "--compact",
    "headers",
    multiple=True,
    metavar="TEXT",
    help="A compact policy or P3P header to check, such as 'CP=\"NON DSP COR\"'. May be repeated.",
)
@click.option(
    "--with",
    "full",
    metavar="FILE",
    help="The full policy to compare each --compact with.",
)
@click.option(
    "--against",
    "prose",
    metavar="PROSE",
    help="Compare what PATH declares with what this prose says, instead of checking it.",
)
@p3p_questions
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="How findings are written.",
)
@click.option(
    "--profile",
    type=click.Choice(["strict", "tolerant"]),
    default="strict",
    show_default=True,
    help="strict: the letter of the standards; tolerant: what user agents forgave.",
)
@click.option(
    "--kind",
    metavar="KIND",
    help="What the files are, where it cannot be told: jsonld, turtle, nquads, p3p, p3p-reference, compact.",
)
@max_bytes_option("Refuse larger files.", most=50_000_000)
@ALLOW_PRIVATE
@click.option(
    "--fail-on", type=FAIL_ON, default="error", show_default=True, help="Exit with 1 where a finding is at least this."
)
def command(
    *,
    path: Sequence[str],
    headers: Sequence[str],
    full: str | None,
    prose: str | None,
    style: ReportFormat,
    profile: Profile,
    kind: str | None,
    max_bytes: int,
    allow_private: bool,
    fail_on: FailOn,
) -> int:
    """Check published files: JSON-LD, Turtle, N-Quads, P3P, compact policies.

    PATH is a file, a folder (all published files below it), a URL or - for standard input.
    The URL of a page stands for its site: all that it publishes about privacy is checked.
    With --covers, --cookie, --as or --appel nothing is checked: the question is answered,
    and the exit code is 1 where no policy holds or files disagree. Whatever is wrong inside a file is
    a finding; a file that is missing, too large, empty, binary or of no kind above is unusable (2).
    """
    if not path and not headers:
        raise click.UsageError("Missing argument 'PATH...' or option '--compact'.")
    if full and not headers:
        raise click.UsageError("--with needs the --compact to compare with it.")
    questions = asked_questions()
    if questions:
        asked = _published(path, allow_private=allow_private)
        return _answer(questions, asked, headers, style=style, max_bytes=max_bytes, fail_on=fail_on)
    report = _Report()
    if prose:
        files = [(s.name, s.read(max_bytes=max_bytes)) for s in _published(path, allow_private=allow_private)]
        report.compare((*_compact(headers), *files), prose, allow_private=allow_private, profile=profile)
        return report.show(style=style, fail_on=fail_on)
    for name, content in _compact(headers):
        report.add(name, content, _check(content, name, profile=profile, kind="compact"))
        report.findings += _compare(report.texts[name], name, full=full, profile=profile, max_bytes=max_bytes)
    urls = [p for p in path if URL.match(p)]
    for url in urls:
        with report.refusing():
            site = _visited(url, profile=profile, kind=kind, max_bytes=max_bytes, allow_private=allow_private)
            if style == "text":
                show_steps(url, site.steps)
            report.add_all(site.contents, site.findings)
    for source in _published([p for p in path if p not in urls]):
        with report.refusing():
            content = source.read(max_bytes=max_bytes)
            if not source.is_found or kind is not None or _is_ours_to_check(content, source.name):
                report.add(source.name, content, _check(content, source.name, profile=profile, kind=kind))
    return report.show(style=style, fail_on=fail_on)


def _visited(url: str, *, profile: Profile, kind: str | None, max_bytes: int, allow_private: bool) -> CheckedUrl:
    from policyglot.url_check import check_url

    return check_url(url, profile=profile, kind=kind, max_bytes=max_bytes, allow_private=allow_private)


# Not frozen: it collects while files are checked one by one.
@dataclass(slots=True, kw_only=True)
class _Report:
    """What was found so far, and in what."""

    findings: list[Finding] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    checked: int = 0
    refused: int = 0

    def add(self, name: str, content: bytes, findings: Sequence[Finding]) -> None:
        self.add_all({name: content}, findings)

    def add_all(self, contents: Mapping[str, bytes], findings: Sequence[Finding]) -> None:
        from policyglot.validate.report.source_text import source_text

        self.texts |= {name: source_text(content) for name, content in contents.items()}
        self.findings += findings
        self.checked += len(contents)

    def compare(self, files: Sequence[tuple[str, bytes]], prose: str, *, allow_private: bool, profile: Profile) -> None:
        """Add how files differ from a prose policy."""
        document, stated = read_prose(prose, max_bytes=_LARGEST_PROSE, allow_private=allow_private)
        self.texts[document.source] = document.text
        for name, content in files:
            with self.refusing():
                self.add(name, content, compare_with_prose(content, name, stated, profile=profile))

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Say what cannot be used and go on: one bad file must not hide what is wrong with the others."""
        try:
            yield
        except PolicyglotError as error:
            console.say(f"policyglot: {error}")
            self.refused += 1

    def show(self, *, style: ReportFormat, fail_on: FailOn) -> int:
        """Write the report, and return the exit code."""
        if self.checked or style != "text":
            _show(self.findings, self.texts, style=style, checked=self.checked)
        return 2 if self.refused else exit_code(self.findings, fail_on)


def _answer(
    questions: Questions,
    asked: Sequence[Source],
    headers: Sequence[str],
    *,
    style: ReportFormat,
    max_bytes: int,
    fail_on: FailOn,
) -> int:
    files = [(source.name, source.read(max_bytes=max_bytes)) for source in asked]
    answers = answer(questions, (*_compact(headers), *files), max_bytes=max_bytes)
    show(answers, style=style)
    return 1 if fail_on != "never" and any(a.is_open for a in answers) else 0


def _compare(header: str, name: str, *, full: str | None, profile: Profile, max_bytes: int) -> tuple[Finding, ...]:
    if full is None:
        return ()
    from policyglot.load import load_policy
    from policyglot.validate.compact import check_against_full

    source = one_source(full)
    policy = load_policy(source.read(max_bytes=max_bytes), source.name)
    return check_against_full(header, policy, source=name, profile=profile)


def _compact(headers: Sequence[str]) -> list[tuple[str, bytes]]:
    """The compact policies as headers; tokens alone are what a CP holds."""
    found = []
    for number, text in enumerate(headers, 1):
        header = text if "=" in text else f'CP="{text.strip()}"'
        name = f"--compact {number}" if len(headers) > 1 else "--compact"
        found.append((name, header.encode("utf-8", "surrogateescape")))
    return found


def _published(paths: Sequence[str], *, allow_private: bool = False) -> list[Source]:
    """The files to check: those named as they are, those of folders without what nobody publishes."""
    found: list[Source] = []
    for path in paths:
        is_folder = path != "-" and Path(path).is_dir()
        below = list(sources([path], suffixes=(*PUBLISHED, ".txt"), allow_private=allow_private))
        if is_folder:
            below = [s for s in below if s.path is not None and _is_published(s.path)]
            if not below:
                raise InputError("no published policy below this folder", source=path)
        found += below
    return found


def _is_published(path: Path) -> bool:
    return path.name not in _OUR_OWN and (path.suffix != ".txt" or path.name == "headers.txt")


def _is_ours_to_check(content: bytes, name: str) -> bool:
    """Say whether a file found below a folder is of a kind that we check; a site map is not."""
    from policyglot.validate import recognise

    return recognise(content, name) is not None


def _check(content: bytes, name: str, *, profile: Profile, kind: str | None) -> tuple[Finding, ...]:
    from policyglot.validate import validate

    return validate(content, name, profile=profile, kind=kind)


def _show(findings: Sequence[Finding], texts: dict[str, str], *, style: ReportFormat, checked: int) -> None:
    from policyglot.validate.report import render

    if style != "text":
        console.write_bytes(render(findings, style=style).encode())
        return
    out = sys.stdout
    shown = render(findings, texts=texts, colour=console.wants_colour(out), width=console.width_of(out))
    console.write(shown.rstrip("\n") + f" in {checked} file{'' if checked == 1 else 's'}\n")
