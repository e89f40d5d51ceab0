"""The tables of a store: policies, practices and evidence as Parquet, flat and documented.

A practice is a row; its concepts are lists of CURIEs. `docs/tables.md` describes each column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from policyglot.formats.to_nodes import Node, policy_node
from policyglot.model import Policy
from policyglot.store.pieces import Piece

# Column to type: s text, l list of texts, i whole number, f number.
COLUMNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "policies": {
            "policy": "s",
            "company": "s",
            "site": "s",
            "source": "s",
            "series": "s",
            "date": "s",
            "language": "s",
            "title": "s",
            "issued": "s",
            "modified": "s",
            "sha256": "s",
            "practices": "i",
            "denied": "i",
            "rights": "l",
            "measures": "l",
        },
        "practices": {
            "policy": "s",
            "practice": "s",
            "key": "s",
            "assertion": "s",
            "modality": "s",
            "party": "s",
            "processing": "l",
            "data": "l",
            "data_within": "l",
            "purposes": "l",
            "purposes_within": "l",
            "recipients": "l",
            "recipients_within": "l",
            "recipient_names": "l",
            "retention": "s",
            "duration": "s",
            "choices": "l",
            "legal_bases": "l",
            "data_sources": "l",
            "audiences": "l",
            "identifiability": "s",
            "condition": "s",
            "p3p_categories": "l",
            "p3p_purposes": "l",
            "p3p_recipients": "l",
            "p3p_retention": "s",
            "confidence": "f",
        },
        "evidence": {
            "policy": "s",
            "practice": "s",
            "start": "i",
            "end": "i",
            "exact": "s",
            "source": "s",
            "line": "i",
        },
    }
)

# Column of practices to the term of the node that it repeats.
_TERMS = {
    "key": "key",
    "modality": "modality",
    "party": "party",
    "processing": "hasProcessing",
    "data": "hasPersonalData",
    "data_within": "inDataCategory",
    "purposes": "hasPurpose",
    "purposes_within": "inPurpose",
    "recipients": "hasRecipient",
    "recipients_within": "inRecipient",
    "retention": "hasStorageCondition",
    "duration": "hasDuration",
    "legal_bases": "hasLegalBasis",
    "data_sources": "hasDataSource",
    "audiences": "hasDataSubject",
    "identifiability": "identifiability",
    "condition": "condition",
    "p3p_categories": "p3pCategory",
    "p3p_purposes": "p3pPurpose",
    "p3p_recipients": "p3pRecipient",
    "p3p_retention": "p3pRetention",
    "confidence": "confidence",
}

Rows = dict[str, list[dict[str, Any]]]


def _full(name: object, policy: Policy) -> str:
    return f"{policy.iri}-{str(name)[5:]}"


def _nodes(node: Node, term: str) -> list[Any]:
    found = node.get(term, [])
    return found if isinstance(found, list) else [found]


def add_rows(rows: Rows, policy: Policy, piece: Piece) -> None:
    """Append the rows of a policy to the rows of each table."""
    node = policy_node(policy)
    rows["policies"].append(
        {
            "policy": policy.iri,
            "company": node["company"],
            "site": policy.site,
            "source": policy.source,
            "series": piece.series,
            "date": piece.date or policy.modified or policy.issued,
            "language": policy.language,
            "title": policy.title,
            "issued": policy.issued,
            "modified": policy.modified,
            "sha256": policy.sha256,
            "practices": len(policy.stated),
            "denied": len(policy.denied),
            "rights": _nodes(node, "hasRight"),
            "measures": _nodes(node, "hasTechnicalOrganisationalMeasure"),
        }
    )
    for term, assertion in (("hasProcess", "stated"), ("deniesProcess", "denied")):
        for practice in _nodes(node, term):
            name = _full(practice["id"], policy)
            row = {column: practice.get(said) for column, said in _TERMS.items()}
            row |= {"policy": policy.iri, "practice": name, "assertion": assertion}
            row["choices"] = [choice["kind"] for choice in _nodes(practice, "choice")]
            row["recipient_names"] = [m["name"] for m in _nodes(practice, "recipientMention") if "name" in m]
            rows["practices"].append(row)
    _add_evidence(rows["evidence"], node, policy)


def _add_evidence(rows: list[dict[str, Any]], node: Node, policy: Policy) -> None:
    for term in ("hasProcess", "deniesProcess"):
        for practice in _nodes(node, term):
            for passage in _nodes(practice, "evidence"):
                row = {"policy": policy.iri, "practice": _full(practice["id"], policy)}
                row |= {"source": passage.get("source"), "line": passage.get("line")}
                for selector in _nodes(passage, "selector"):
                    row |= {column: selector[column] for column in ("start", "end", "exact") if column in selector}
                rows.append(row)


def empty_rows() -> Rows:
    """Return no rows for each table."""
    return {table: [] for table in COLUMNS}


def has_parquet() -> bool:
    """Say whether tables can be written: pyarrow is in the extra `corpus`."""
    try:
        import pyarrow.parquet  # noqa: F401, PLC0415 - an extra
    except ImportError:
        return False
    return True


def write_table(path: Path, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows as one Parquet file.

    Args:
        path: Where.
        table: A key of `COLUMNS`.
        rows: Column to value; a column that is absent is null, of a list empty.
    """
    import pyarrow  # noqa: PLC0415 - an extra
    import pyarrow.parquet  # noqa: PLC0415 - the same

    types = {"s": pyarrow.string(), "l": pyarrow.list_(pyarrow.string()), "i": pyarrow.int64(), "f": pyarrow.float64()}
    schema = pyarrow.schema([(column, types[kind]) for column, kind in COLUMNS[table].items()])
    columns = [
        pyarrow.array(
            [row.get(column) if kind != "l" else row.get(column) or [] for row in rows], type=schema.field(column).type
        )
        for column, kind in COLUMNS[table].items()
    ]
    pyarrow.parquet.write_table(pyarrow.table(columns, schema=schema), path, compression="zstd")
