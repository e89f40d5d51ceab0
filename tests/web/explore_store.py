"""A store of the sample policies, one of them in two versions, for the tests of the pages that explore it."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyglot.formats import jsonld
from policyglot.model import Controller, Evidence, Mention, Policy, Practice, Span
from policyglot.store.ingest import ingest
from policyglot.vocabulary import iri

POLICIES = Path(__file__).parents[1] / "data" / "policies"
SHOP, APP, NEWS, BANK = (
    "Larkspur & Finch Ltd",
    "Tidewalk Labs GmbH",
    "Harbourne Media, Inc.",
    "Prairie Lakes Savings Bank",
)
HOSTILE = "<script>alert(1)</script> & Sons"
# What the older version of the app's policy says besides, and what only it says.
OLDER = "\n\nWe sell your location data to Adnet Ltd for advertising. We share your email address with data brokers.\n"
_POLICY = Policy(
    source="hostile",
    sha256="e" * 64,
    title="</title><script>alert(2)</script>",
    controller=Controller(name=HOSTILE),
    practices=(
        Practice(
            processing=(iri("dpv:Share"),),
            data=(Mention(concept=iri("pd:EmailAddress")),),
            recipients=(Mention(concept=iri("dpv:ThirdParty"), name='"><img src=x onerror=alert(3)>'),),
            evidence=(Evidence(span=Span(0, 40), exact="</td></table><script>alert(4)</script> {{ 7 * 7 }}"),),
        ),
    ),
)


def explored_store(factory: pytest.TempPathFactory) -> Path:
    """Return the store; it is made once a session."""
    folder = factory.getbasetemp() / "explored"
    if not folder.exists():
        folder.mkdir()
        make_store(folder)
    return folder / "store"


def make_store(folder: Path) -> Path:
    """Make the store below a folder: four companies, a hostile one, and two versions of one policy."""
    source = folder / "policies"
    (source / "app").mkdir(parents=True)
    app = (POLICIES / "app.md").read_text(encoding="utf-8")
    (source / "app" / "2024-02-01.md").write_text(app + OLDER, encoding="utf-8")
    (source / "app" / "2025-06-12.md").write_text(app, encoding="utf-8")
    for name in ("shop.txt", "news.html", "bank-2003.txt"):
        (source / name).write_bytes((POLICIES / name).read_bytes())
    (source / "hostile.jsonld").write_bytes(jsonld.write(_POLICY))
    ingest([str(source)], folder / "store")
    return folder / "store"
