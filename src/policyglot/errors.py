"""Exceptions of the library: impossible work, never bad content (that is a Finding)."""

from __future__ import annotations


class PolicyglotError(Exception):
    """Base of every exception that the library raises on purpose.

    Attributes:
        message: What went wrong, one sentence without a full stop.
        source: Path or URL of the input at fault, or None.
        line: 1-based line in the source, or None.
        column: 1-based column in the source, or None.
        advice: What the user can do about it, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        source: str | None = None,
        line: int | None = None,
        column: int | None = None,
        advice: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.line = line
        self.column = column
        self.advice = advice

    def __str__(self) -> str:
        place = self.source or ""
        if self.line is not None:
            place += f":{self.line}"
            if self.column is not None:
                place += f":{self.column}"
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} ({self.advice})" if self.advice else text


class InputError(PolicyglotError):
    """An input that cannot be used: missing, unreadable, too large, of an unknown kind."""


class NotAPolicyError(InputError):
    """A readable text that is no privacy policy, or none in a language that is understood."""


class SyntaxFault(InputError):  # noqa: N818 - SyntaxError is taken by Python, "fault" says the same
    """A file that breaks the syntax of its format, with line and column where known."""


class FormatError(PolicyglotError):
    """A policy that a format cannot write, or a format name that nobody knows."""


class OutputError(PolicyglotError):
    """A place that cannot be written to."""


class VocabularyError(PolicyglotError):
    """A term that the vocabulary does not have, or a vocabulary file that is broken.

    Attributes:
        term: The term that was asked for, or None.
    """

    def __init__(
        self, message: str, *, term: str | None = None, source: str | None = None, advice: str | None = None
    ) -> None:
        super().__init__(message, source=source, advice=advice)
        self.term = term


class QueryError(PolicyglotError):
    """A query that cannot be parsed, is refused, or did not end within its limit."""


class QueryTimeoutError(QueryError):
    """A query that was stopped because it did not end within its limit."""


class StoreError(PolicyglotError):
    """A store that cannot be opened: none there, too new, in use, or damaged."""


class WorkerError(PolicyglotError):
    """Worker processes that cannot be started, or die as soon as they are."""


class FetchError(PolicyglotError):
    """A URL that cannot or must not be fetched."""


class MissingExtraError(PolicyglotError):
    """Work that needs an optional dependency that is not installed; the advice says which extra."""
