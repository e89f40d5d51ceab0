"""The answers form: what stays open as fields, and what was filled in as an answers file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from policyglot.answers import read_answers
from policyglot.errors import InputError
from policyglot.web.received import Form

_CONTROLLER = "controller."
DISPUTES = "disputes"
DISPUTE_FIELDS = ("type", "service", "description", "verification", "remedies")
"""The keys of a `[[disputes]]` table, as `policyglot.answers` reads them."""
# The name of a field of the n-th dispute: "disputes.0.service".
DISPUTE_NAME = re.compile(r"disputes\.(?P<number>\d{1,2})\.(?P<key>[a-z]+)")
_MOST_DISPUTES = 20
# What TOML lets into no basic string but as an escape.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a form or an answers file holds.

    Attributes:
        given: Key ("site", "controller.city") to what was written; empty ones are left out.
        disputes: One mapping a `[[disputes]]` table: key to text, "remedies" to a list of texts.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    disputes: tuple[Mapping[str, Any], ...] = ()


def filled_form(form: Form, keys: Sequence[str]) -> Filled:
    """Return what people filled in.

    Args:
        form: Its fields are named like keys, those of disputes "disputes.0.service".
        keys: Of the questions that were asked.
    """
    given = {key: form.text(key).strip() for key in keys if key != DISPUTES}
    tables: dict[int, dict[str, Any]] = {}
    for name, values in form.fields.items():
        found = DISPUTE_NAME.fullmatch(name)
        if found is None or found["key"] not in DISPUTE_FIELDS:
            continue
        table = tables.setdefault(int(found["number"]), {})
        table[found["key"]] = list(values) if found["key"] == "remedies" else values[0].strip()
    disputes = [table for _, table in sorted(tables.items())[:_MOST_DISPUTES] if _says_something(table)]
    return Filled(given={key: value for key, value in given.items() if value}, disputes=tuple(disputes))


def _says_something(table: Mapping[str, Any]) -> bool:
    """Whether more than the type is there, which a form always sends."""
    return any(value for key, value in table.items() if key != "type")


def filled_file(content: bytes | None) -> Filled:
    """Return what an answers file that we wrote holds; nothing where there is none."""
    if content is None:
        return Filled()
    table = tomllib.loads(content.decode())
    given = {key: value for key, value in table.items() if isinstance(value, str)}
    given |= {f"{_CONTROLLER}{key}": value for key, value in table.get("controller", {}).items()}
    return Filled(given=given, disputes=tuple(table.get(DISPUTES, ())))


def answers_file(filled: Filled) -> bytes:
    """Write an answers file, as `policyglot generate --answers` takes it.

    >>> print(answers_file(Filled(given={"controller.name": "Shop"})).decode(), end="")
    # What the policy leaves open: policyglot generate POLICY --answers answers.toml
    <BLANKLINE>
    [controller]
    name = "Shop"
    """
    top = {key: value for key, value in filled.given.items() if "." not in key}
    own = {key.removeprefix(_CONTROLLER): value for key, value in filled.given.items() if key.startswith(_CONTROLLER)}
    lines = ["# What the policy leaves open: policyglot generate POLICY --answers answers.toml", ""]
    lines += [f"{key} = {_quoted(value)}" for key, value in top.items()]
    if own:
        lines += ["", "[controller]"] if top else ["[controller]"]
        lines += [f"{key} = {_quoted(value)}" for key, value in own.items()]
    for table in filled.disputes:
        lines += ["", "[[disputes]]"]
        lines += [f"{key} = {_value(table[key])}" for key in DISPUTE_FIELDS if table.get(key)]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _value(value: str | Sequence[str]) -> str:
    return _quoted(value) if isinstance(value, str) else f"[{', '.join(map(_quoted, value))}]"


def _quoted(value: str) -> str:
    """A basic string. Source: TOML 1.0, section String."""
    plain = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", plain) + '"'


def faults(filled: Filled) -> dict[str, str]:
    """Return what is wrong with what was filled in: name of the field to a message.

    Each answer is read for itself, as the file would be, so that each fault is said beside its field.
    """
    wrong: dict[str, str] = {}
    for key, value in filled.given.items():
        wrong |= _fault(key, Filled(given={key: value}))
    for number, table in enumerate(filled.disputes):
        for key in DISPUTE_FIELDS:
            if table.get(key):
                wrong |= _fault(f"{DISPUTES}.{number}.{key}", Filled(disputes=({key: table[key]},)))
    return wrong


def _fault(name: str, alone: Filled) -> dict[str, str]:
    try:
        read_answers(answers_file(alone), "answers.toml")
    except InputError as error:
        return {name: f"{error.message}{f', {error.advice}' if error.advice else ''}"}
    return {}
