"""Questions to any SPARQL 1.1 endpoint, over HTTP.

Source: SPARQL 1.1 Protocol, section 2.1 (query via POST with URL-encoded parameters).
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from policyglot.errors import QueryError, QueryTimeoutError
from policyglot.store.catalogue import NamedQuery
from policyglot.store.guard import check_query
from policyglot.store.query import ROWS, SECONDS
from policyglot.store.results import RESULT_FORMATS, Result, from_json
from policyglot.vocabulary import PREFIXES

_MAX_BYTES = 500_000_000
_CHUNK = 1 << 16


def ask_endpoint(
    query: str | NamedQuery,
    url: str,
    *,
    parameters: Mapping[str, str] = MappingProxyType({}),
    seconds: float = SECONDS,
    rows: int = ROWS,
) -> Result:
    """Ask a question of a SPARQL endpoint.

    Args:
        query: A named query, or SPARQL text (SELECT or ASK; the project's prefixes need not be declared).
        url: The endpoint, http or https.
        parameters: For a named query.
        seconds: The whole exchange ends after this time.
        rows: At most so many rows are returned.

    Raises:
        QueryError: The query is broken or refused, or the endpoint is absent, hangs, cuts off, refuses, or answers
            something else than SPARQL results.
    """
    if urllib.parse.urlsplit(url).scheme not in {"http", "https"}:
        raise QueryError("an endpoint is an http or https URL", source=url)
    if isinstance(query, str):
        if parameters:
            raise QueryError("only named queries have parameters", source="query")
        text = query
        check_query(text)
    else:
        text = query.bound(parameters)
    declared = "".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in PREFIXES.items())
    content, media_type = _post(url, declared + "\n" + text, seconds=seconds)
    try:
        result = from_json(content)
    except (ValueError, RecursionError) as error:
        shown = content[:60].decode(errors="replace").split("\n")[0]
        raise QueryError(
            f"the endpoint answered {media_type or 'something'} that is no SPARQL result: {shown!r}",
            source=url,
            advice="is this the URL of a SPARQL endpoint?",
        ) from error
    return replace(result, rows=result.rows[:rows], is_truncated=len(result.rows) > rows)


def _post(url: str, text: str, *, seconds: float) -> tuple[bytes, str]:
    """Return the body and media type of an endpoint's answer; the time limit holds for all of it."""
    ends = time.monotonic() + seconds
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked
        url,
        data=urllib.parse.urlencode({"query": text}).encode(),
        headers={"Accept": RESULT_FORMATS["json"], "User-Agent": "policyglot"},
    )
    parts: list[bytes] = []
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310 - the same
            while part := answer.read1(_CHUNK):
                parts.append(part)
                if time.monotonic() > ends:
                    raise TimeoutError
                if sum(map(len, parts)) > _MAX_BYTES:
                    raise QueryError(f"the endpoint answered more than {_MAX_BYTES // 1_000_000} MB", source=url)
            expected = answer.headers.get("Content-Length")
            if expected is not None and int(expected) > sum(map(len, parts)):
                raise QueryError("the endpoint cut its answer off", source=url)
            return b"".join(parts), answer.headers.get_content_type()
    except urllib.error.HTTPError as error:
        said = error.read(300).decode(errors="replace").strip().split("\n")[0]
        raise QueryError(f"the endpoint answered {error.code}: {said or error.reason}", source=url) from error
    except TimeoutError as error:
        raise QueryTimeoutError(f"the endpoint did not answer within {seconds:g} seconds", source=url) from error
    except (http.client.HTTPException, ValueError) as error:
        raise QueryError(f"the endpoint cut its answer off: {error}", source=url) from error
    except OSError as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            raise QueryTimeoutError(f"the endpoint did not answer within {seconds:g} seconds", source=url) from error
        raise QueryError(f"the endpoint cannot be reached: {getattr(error, 'reason', error)}", source=url) from error
