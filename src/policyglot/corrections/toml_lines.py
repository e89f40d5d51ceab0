"""Where things stand in a TOML file: the line of a table, a key, a text.

Python's reader says what a file holds and not where. This scanner knows just enough of TOML's
lexical structure to find it again: strings, comments, brackets, headers and keys.

Source: TOML 1.0.0, sections Comment, Keys, String, Table and Array of Tables.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

# One lexical unit of TOML: a string of any of the four kinds, a comment, a bare word, or one character.
TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})|' + r"'''.*?'''(?:'{0,2})|"
    r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'|"
    r"\#[^\n]*|[A-Za-z0-9_-]+|.",
    re.DOTALL,
)
# A table's header on a line of its own: "[[practices]]", "[practices.correction]".
HEADER = re.compile(r"[ \t]*(\[\[?)[ \t]*([A-Za-z0-9_-]+(?:[ \t]*\.[ \t]*[A-Za-z0-9_-]+)*)[ \t]*\]\]?")
# Where Python's reader says that it stopped: "(at line 3, column 7)".
STOPPED_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TomlLines:
    """Lines of what stands in a file; all of them 1-based.

    Attributes:
        tables: (name, number from 0) of a `[[name]]` to its line.
        keys: (name, number, key) to its line, the key of a sub-table as "sub.key".
        texts: (name, number, text) to the first line on which that text stands as a string.
    """

    tables: Mapping[tuple[str, int], int]
    keys: Mapping[tuple[str, int, str], int]
    texts: Mapping[tuple[str, int, str], int]

    def of(self, name: str, number: int, *, key: str = "", text: str = "") -> int | None:
        """Return the line of a text, else of a key, else of the table itself, or None.

        Args:
            name: Name of the array of tables ("practices").
            number: Which of them, from 0.
            key: A key of it, or "".
            text: A string in it, or "".
        """
        # Tables in a list, "practices = [{…}]", have no line but that of the list.
        table = self.tables.get((name, number)) or self.keys.get(("", 0, name))
        line = self.texts.get((name, number, text)) if text else None
        return line or self.keys.get((name, number, key)) or table


def toml_lines(text: str) -> TomlLines:
    r"""Return the lines of what stands in a TOML text.

    >>> toml_lines('# head\n[[practices]]\ndata = [\n "name"]\n').of("practices", 0, text="name")
    4
    """
    tables: dict[tuple[str, int], int] = {}
    keys: dict[tuple[str, int, str], int] = {}
    texts: dict[tuple[str, int, str], int] = {}
    counts: Counter[str] = Counter()
    name, sub = "", ""
    for line, kind, said in _units(text):
        if kind == "[[":
            name, _, rest = said.partition(".")
            sub = f"{rest}." if rest else ""
            if not rest:
                tables[name, counts[name]] = line
                counts[name] += 1
        elif kind == "[":
            name, _, rest = said.partition(".")
            sub = f"{rest}." if rest else ""
            keys.setdefault((name, max(counts[name] - 1, 0), rest), line)
        elif kind == "key":
            keys.setdefault((name, max(counts[name] - 1, 0), sub + said), line)
        else:
            texts.setdefault((name, max(counts[name] - 1, 0), said), line)
    return TomlLines(tables=tables, keys=keys, texts=texts)


def _units(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (line, kind, what): headers as "[[" or "[", keys as "key", strings as "text"."""
    at, line, depth, is_line_start = 0, 1, 0, True
    word: tuple[int, str] | None = None
    while at < len(text):
        header = HEADER.match(text, at) if is_line_start and depth == 0 else None
        token = header or TOKEN.match(text, at)
        if token is None:
            return
        said = token.group()
        at = token.end()
        if header is not None:
            yield line, header[1], "".join(header[2].split())
        elif said in "[{":
            depth += 1
        elif said in "]}":
            depth = max(depth - 1, 0)
        elif said == "=" and word is not None and depth == 0:
            yield word[0], "key", word[1]
        elif said[0] in "\"'":
            yield line, "text", _value(said)
        if not said.isspace():
            word = (line, said) if depth == 0 and said != "=" else None
        is_line_start = said == "\n" or (is_line_start and said in " \t")
        line += said.count("\n")


def _value(token: str) -> str:
    """Return what a string token says, "" for a broken one."""
    try:
        return str(tomllib.loads(f"x = {token}")["x"])
    except tomllib.TOMLDecodeError:
        return ""


def stopped_at(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, int | None]:
    """Return line and column of a syntax error in a text; the last line where it is the text's end."""
    found = STOPPED_AT.search(str(error))
    return (int(found[1]), int(found[2])) if found else (text.rstrip().count("\n") + 1, None)
