"""The sentence for people in a STATEMENT (CONSEQUENCE), made from what the statement says."""

from __future__ import annotations

from policyglot.formats.p3p.base_schema import base_schema
from policyglot.formats.p3p.plan import PlannedData, PlannedStatement
from policyglot.formats.p3p.terms import CATEGORIES, PURPOSES, RECIPIENTS, terms
from policyglot.vocabulary import load_vocabulary


def consequence(statement: PlannedStatement, *, subject: str | None = None) -> str | None:
    """Return a sentence that says which data serve which purposes and go to whom.

    Args:
        statement: The statement.
        subject: What to call its data, or None to name them one by one.

    Returns:
        The sentence, or None for a statement without data, purposes and recipients.
    """
    data = subject or _list(_data_labels(statement.data)) or ("Anonymous data" if statement.is_non_identifiable else "")
    purposes = _list(_purpose_labels(statement))
    others = _list([terms(RECIPIENTS)[v.name].label for v in statement.recipients if v.name != "ours"])
    if not data:
        return None
    sentence = data[:1].upper() + data[1:]
    if purposes:
        sentence += f"; purposes: {purposes}"
    if others:
        sentence += f"; others who get them: {others}"
    return sentence + "."


def _data_labels(data: tuple[PlannedData, ...]) -> list[str]:
    concepts = load_vocabulary().concepts
    found: dict[str, None] = {}
    for one in data:
        element = base_schema().get(one.reference.removeprefix("#"))
        if element is not None and not (element.is_variable and one.categories) and element.concept in concepts:
            found[concepts[element.concept].label] = None
        else:
            found.update(dict.fromkeys(terms(CATEGORIES)[name].label for name, _ in one.categories))
    return list(found)


def _purpose_labels(statement: PlannedStatement) -> list[str]:
    concepts = load_vocabulary().concepts
    own = [concepts[c].label for c in statement.concepts if c in concepts]
    return own or [terms(PURPOSES)[v.name].label for v in statement.purposes]


def _list(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
