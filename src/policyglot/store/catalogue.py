"""The named queries: `queries/*.rq`, SPARQL with a header of comments that says what they are.

# title: Data categories by company
# description: What each company collects.
# param: category iri optional A data category; broader ones find narrower ones
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TypeAlias

import pyoxigraph

from policyglot.errors import QueryError, VocabularyError
from policyglot.vocabulary import PREFIXES, iri, load_vocabulary

_Term: TypeAlias = pyoxigraph.NamedNode | pyoxigraph.Literal

# A line of the header: `# key: value`.
_HEADER = re.compile(r"#\s*(title|description|param):\s*(.+)")
# A parameter: name, kind, whether it must be given, description.
_PARAMETER = re.compile(r"(\w+)\s+(iri|literal)\s+(required|optional)\s+(.+)")


# A line that counts only where a parameter is given.
_ONLY_WITH = re.compile(r"(?:#|--) only with (\w+)\s*$")
# A variable of SPARQL.
_VARIABLE = re.compile(r"\?(\w+)\b")
# A parameter in SQL: `$name`.
_SQL_PARAMETER = re.compile(r"\$([a-z]\w*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A variable of a named query that the asker may bind.

    Attributes:
        name: The variable, without question mark.
        kind: "iri" or "literal".
        is_required: Whether the query needs it.
        description: What it is, for people.
    """

    name: str
    kind: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A question that the project knows how to ask.

    Attributes:
        name: File name without suffix ("data-by-company").
        title: A few words.
        description: One or two sentences.
        parameters: What can be bound.
        text: The SPARQL, header included.
        sql: The same question to the tables, or "" where there is none. Its first line, `-- iris: …`, names the
            columns that hold CURIEs or IRIs. A parameter is `$name`, there the CURIE or the text.

    In both, `name_below` is the list of all concepts that the parameter `name` finds: a practice of a category has
    data of others as well.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str
    sql: str = ""

    def bound(self, values: Mapping[str, str]) -> str:
        """Return the SPARQL with values in place.

        Args:
            values: Parameter to value: a CURIE or IRI, or the text of a literal.

        Raises:
            QueryError: A parameter is unknown, missing, or no IRI.
            VocabularyError: The prefix of a CURIE is unknown.
        """
        return _filled(self.text, _written(self.text, self._given(values), str), _VARIABLE)

    def bound_sql(self, values: Mapping[str, str]) -> str:
        """Return the SQL with values in place; arguments and errors are those of `bound`.

        >>> "'pd:Name'" in query_named("sharing").bound_sql({"category": "pd:Name"})
        True
        """
        return _filled(self.sql, _written(self.sql, self._given(values), _quoted), _SQL_PARAMETER)

    def _given(self, values: Mapping[str, str]) -> dict[str, _Term]:
        known = {p.name: p for p in self.parameters}
        for name in values:
            if name not in known:
                advice = f"parameters are {', '.join(known)}" if known else "it takes none"
                raise QueryError(f"no parameter {name!r}", source=self.name, advice=advice)
        terms: dict[str, _Term] = {}
        for name, parameter in known.items():
            if name in values:
                terms[name] = _term(parameter, values[name], self.name)
            elif parameter.is_required:
                advice = f"--param {name}=…: {parameter.description}"
                raise QueryError(f"the parameter {name!r} is missing", source=self.name, advice=advice)
        return terms


def _filled(text: str, terms: Mapping[str, str], variable: re.Pattern[str]) -> str:
    """Put terms in the place of variables, and leave out the lines that need others."""
    lines = []
    for line in text.splitlines():
        only = _ONLY_WITH.search(line)
        if only is None or only[1] in terms:
            lines.append(variable.sub(lambda found: terms.get(found[1], found[0]), line))
    return "\n".join(lines)


def _written(text: str, terms: Mapping[str, _Term], write: Callable[[_Term], str]) -> dict[str, str]:
    """Return terms as a query has them; with each the concepts that it finds, where the query asks for them."""
    said = {}
    for name, term in terms.items():
        said[name] = write(term)
        if f"{name}_below" in text:
            found = load_vocabulary().found_by(term.value)
            said[f"{name}_below"] = ", ".join(write(pyoxigraph.NamedNode(concept)) for concept in found)
    return said


def _quoted(term: _Term) -> str:
    return "'" + _curie(term).replace("'", "''") + "'"


def _curie(term: _Term) -> str:
    """Return a term as the tables have it: the CURIE where a prefix fits, else the IRI or the text."""
    if isinstance(term, pyoxigraph.Literal):
        return term.value
    fitting = [prefix for prefix in PREFIXES if term.value.startswith(PREFIXES[prefix])]
    if not fitting:
        return term.value
    prefix = max(fitting, key=lambda name: len(PREFIXES[name]))
    return f"{prefix}:{term.value.removeprefix(PREFIXES[prefix])}"


def _term(parameter: Parameter, value: str, query: str) -> _Term:
    if parameter.kind == "literal":
        return pyoxigraph.Literal(value)
    try:
        return pyoxigraph.NamedNode(value if "://" in value or value.startswith("urn:") else iri(value))
    except ValueError as error:
        raise QueryError(f"{value!r} is no IRI", source=query, advice="give a CURIE such as pd:EmailAddress") from error


def parse_named(name: str, text: str) -> NamedQuery:
    """Return the named query that a file holds.

    Raises:
        VocabularyError: Its header lacks title or description, or a parameter is malformed.
    """
    said: dict[str, list[str]] = {"title": [], "description": [], "param": []}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if found := _HEADER.fullmatch(line):
            said[found[1]].append(found[2].strip())
    parameters = []
    for line in said["param"]:
        parts = _PARAMETER.fullmatch(line)
        if parts is None:
            raise VocabularyError(f"the parameter {line!r} is malformed", term=name, source=f"{name}.rq")
        parameters.append(
            Parameter(name=parts[1], kind=parts[2], is_required=parts[3] == "required", description=parts[4])
        )
    if len(said["title"]) != 1 or not said["description"]:
        raise VocabularyError("the header needs one title and a description", term=name, source=f"{name}.rq")
    return NamedQuery(
        name=name,
        title=said["title"][0],
        description=" ".join(said["description"]),
        parameters=tuple(parameters),
        text=text,
    )


@cache
def named_queries() -> dict[str, NamedQuery]:
    """Return all named queries by name, in alphabetical order."""
    folder = files("policyglot.store") / "queries"
    names = sorted(f.name.removesuffix(".rq") for f in folder.iterdir() if f.name.endswith(".rq"))
    found = {}
    for name in names:
        query = parse_named(name, (folder / f"{name}.rq").read_text(encoding="utf-8"))
        sql = folder / f"{name}.sql"
        found[name] = replace(query, sql=sql.read_text(encoding="utf-8")) if sql.is_file() else query
    return found


def query_named(name: str) -> NamedQuery:
    """Return a named query.

    Raises:
        QueryError: There is none of that name.

    >>> query_named("denials").title
    'Denied practices'
    """
    known = named_queries()
    if name not in known:
        raise QueryError(f"no query named {name!r}", source="query", advice=f"queries are {', '.join(known)}")
    return known[name]
