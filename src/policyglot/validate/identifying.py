"""Which P3P data identify people."""

from __future__ import annotations

from policyglot.formats.p3p.published import Data, PublishedFile
from policyglot.formats.p3p.references import categories_of, resolve

IDENTIFYING = frozenset({"physical", "online", "uniqueid", "financial", "government"})
"""Categories of data by which a person can be found or recognised."""

_CONTACT = IDENTIFYING - {"uniqueid"}


def is_identifying(data: Data, file: PublishedFile) -> bool:
    """Say whether a DATA tells who somebody is: contact, financial and government data, and logins.

    An identifier alone (a cookie's) does not: it recognises, but names nobody.
    """
    path = resolve(data.reference, base=data.base, file=file).path
    is_login = any(path == p or path.startswith(p + ".") for p in ("user.login", "user.cert", "thirdparty.login"))
    return is_login or bool(_CONTACT.intersection(categories_of(data, file)))
