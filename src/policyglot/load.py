"""Any policy, prose or published, as a `Policy`."""

from __future__ import annotations

from policyglot.errors import InputError
from policyglot.extract import extract
from policyglot.formats import sniff
from policyglot.model import Policy
from policyglot.read import read_document


def load_policy(content: bytes, source: str, *, site: str | None = None) -> Policy:
    """Read a published policy in any format, or extract one from prose.

    Args:
        content: The file's bytes.
        source: Path, URL or name for messages; its suffix helps to tell the format.
        site: Base URL of the site, for prose, or None.

    Raises:
        InputError: It is neither, or broken.
    """
    found = sniff(content, source)
    if found is None:
        return extract(read_document(content=content, name=source), site=site)
    if found.read is None:
        raise InputError(f"a file of format {found.name} holds no policy", source=source)
    return found.read(content, source)


def names_policy(text: str) -> bool:
    """Say whether a title or the path of an address names a privacy policy.

    >>> names_policy("Example Ltd: Privacy Notice"), names_policy("Shopping basket")
    (True, False)
    """
    from policyglot.read.words import reading_words  # noqa: PLC0415 - only archives ask

    return reading_words().policy_names.search(text.lower()) is not None
