"""The namespaces that P3P files were published under.

Source: P3P 1.0, section 2; the working drafts of 2000 and 2001; P3P 1.1, section 2.
"""

from __future__ import annotations

from typing import cast

P3P_1_0 = "http://www.w3.org/2002/01/P3Pv1"
"""The Recommendation's namespace."""

LEGACY = (
    "http://www.w3.org/2001/09/P3Pv1",
    "http://www.w3.org/2000/12/P3Pv1",
    "http://www.w3.org/2000/12/p3pv1",
    "http://www.w3.org/2000/10/18/P3Pv1",
    "http://www.w3.org/2000/09/15/P3Pv1",
    "http://www.w3.org/2000/P3Pv1",
)
"""Namespaces of the drafts, newest first."""

CANDIDATE = LEGACY[1:]
"""Those of the drafts of 2000, whose files may have a POLICY as root and looser contents."""

P3P_1_1 = ("http://www.w3.org/2006/01/P3Pv11", "http://www.w3.org/2004/02/P3Pv11")
"""Namespaces of the elements that P3P 1.1 adds, final one first."""

ANY_VERSION = frozenset({P3P_1_0, *LEGACY})
"""Everything that counts as P3P 1.0 when a file is read."""

GROUP_INFO = "http://www.software.ibm.com/P3P/editor/extension-1.0.html"
"""IBM's editor names statements with an element of this namespace."""

DATA_SCHEMA_1_1 = ("http://www.w3.org/2006/01/P3Pv11BDS", "http://www.w3.org/2002/01/BDSP3Pv1.1")
"""Namespaces of the base data schema written as XML Schema."""

XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def without_prefix(namespace: str) -> dict[str, str]:
    """Return the namespace map that declares a namespace without a prefix (its key is None, which stubs lack)."""
    return cast("dict[str, str]", {None: namespace})
