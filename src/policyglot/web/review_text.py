"""What a review is about: a policy's text and what was read from it, kept so that it is read only once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from policyglot.corrections.places import Places, places_of
from policyglot.formats import jsonld
from policyglot.model import Block, BlockKind, Document, Policy, Span
from policyglot.web.kept import Kept

DOCUMENT, EXTRACTED = "document.json", "extracted.jsonld"
# Texts that stay in memory while they are reviewed.
_REMEMBERED = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReviewText:
    """The text of a policy with what was read from it.

    Attributes:
        document: The text.
        policy: What was read, before anybody decided about it; without choices of practices, which are
            provisions of their own.
        places: The text to look words up in.
    """

    document: Document
    policy: Policy
    places: Places


def to_review(document: Document, extracted: Policy) -> Mapping[str, bytes]:
    """Return the files of a kept work that a review needs: name to content."""
    practices = tuple(replace(practice, choices=()) for practice in extracted.practices)
    policy = replace(extracted, practices=practices, controller=None, disputes=())
    return {
        DOCUMENT: json.dumps(asdict(document), ensure_ascii=False).encode("utf-8", "surrogatepass"),
        EXTRACTED: jsonld.write(policy),
    }


def review_text(kept: Kept) -> ReviewText | None:
    """Return what there is to review in a kept work, or None where it was not read yet."""
    try:
        changed = (kept.folder / EXTRACTED).stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _review_text(kept, changed)


@lru_cache(maxsize=_REMEMBERED)
def _review_text(kept: Kept, changed: int) -> ReviewText | None:
    text, extracted = kept.read(DOCUMENT), kept.read(EXTRACTED)
    if text is None or extracted is None:
        return None
    document = _document(text)
    return ReviewText(document=document, policy=jsonld.read(extracted, EXTRACTED), places=places_of(document))


def _document(content: bytes) -> Document:
    said = json.loads(content.decode("utf-8", "surrogatepass"))
    blocks = tuple(
        Block(
            kind=BlockKind(block["kind"]),
            span=Span(**block["span"]),
            level=block["level"],
            header=tuple(block["header"]),
        )
        for block in said.pop("blocks")
    )
    return Document(**said, blocks=blocks)
