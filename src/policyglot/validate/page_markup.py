"""What the markup of a page refers to: reference files, graphs, and content from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree

_JSON_LD = "application/ld+json"
# Relations under which a page names a graph about itself.
_GRAPH_RELATIONS = frozenset({"alternate", "describedby", "privacy-policy"})
# Elements whose content the browser fetches by itself, with the attribute that says from where.
_EMBEDDING = {
    "audio": "src",
    "embed": "src",
    "frame": "src",
    "iframe": "src",
    "img": "src",
    "input": "src",
    "object": "data",
    "script": "src",
    "source": "src",
    "track": "src",
    "video": "src",
}
# Most references of one kind that a page is asked for.
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMarkup:
    """What a page refers to, addresses resolved.

    Attributes:
        references: P3P reference files: `<link rel="P3Pv1" href="…">`.
        graphs: JSON-LD files: `<link rel="describedby" type="application/ld+json" href="…">`.
        scripts: Texts of `<script type="application/ld+json">`.
        embedded: Element name and address of content that the browser fetches with the page.
    """

    references: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    embedded: tuple[tuple[str, str], ...] = ()


def read_markup(content: bytes, url: str, *, charset: str | None = None) -> PageMarkup:
    """Read what an HTML page refers to; never fails.

    Args:
        content: The page.
        url: Its address, which relative addresses start from until a BASE says another.
        charset: As the server says, or None.
    """
    collected = _Collector(url)
    try:
        parser = etree.HTMLParser(target=collected, encoding=charset, no_network=True, recover=True)
    except LookupError:
        parser = etree.HTMLParser(target=collected, no_network=True, recover=True)
    try:
        parser.feed(content)
        parser.close()
    except (etree.LxmlError, ValueError):
        pass  # what was read until then counts
    return PageMarkup(
        references=tuple(dict.fromkeys(collected.references)),
        graphs=tuple(dict.fromkeys(collected.graphs)),
        scripts=tuple(collected.scripts),
        embedded=tuple(dict.fromkeys(collected.embedded)),
    )


class _Collector:
    """Target of the parser: no tree is built, so that no nesting is too deep."""

    def __init__(self, url: str) -> None:
        self.references: list[str] = []
        self.graphs: list[str] = []
        self.scripts: list[str] = []
        self.embedded: list[tuple[str, str]] = []
        self._base = url
        self._has_base = False
        self._script: list[str] | None = None

    def start(self, tag: str | bytes, attrib: dict[str | bytes, str | bytes]) -> None:
        tag = str(tag)  # lxml hands over text only; its types say more
        attributes = {str(name): str(value) for name, value in attrib.items()}
        if tag == "base" and not self._has_base and attributes.get("href"):
            self._base, self._has_base = self._resolved(attributes["href"]), True
        elif tag == "link":
            self._link(attributes)
        elif tag == "script" and _is_json_ld(attributes.get("type")):
            self._script = []
        address = attributes.get(_EMBEDDING.get(tag, ""), "").strip()
        if address and len(self.embedded) < _MOST:
            resolved = self._resolved(address)
            if resolved.startswith(("http:", "https:")):
                self.embedded.append((tag, resolved))

    def end(self, tag: str | bytes) -> None:
        if tag == "script" and self._script is not None:
            if len(self.scripts) < _MOST:
                self.scripts.append("".join(self._script))
            self._script = None

    def data(self, data: str | bytes) -> None:
        if self._script is not None:
            self._script.append(data if isinstance(data, str) else data.decode())

    def comment(self, text: str | bytes) -> None:
        """Leave comments out."""

    def close(self) -> None:
        """Return nothing: the lists are what counts."""

    def _link(self, attributes: dict[str, str]) -> None:
        relations = set(attributes.get("rel", "").lower().split())
        address = attributes.get("href", "").strip()
        if not address or len(self.references) + len(self.graphs) >= _MOST:
            return
        if "p3pv1" in relations:
            self.references.append(self._resolved(address))
        elif relations & _GRAPH_RELATIONS and _is_json_ld(attributes.get("type")):
            self.graphs.append(self._resolved(address))

    def _resolved(self, address: str) -> str:
        try:
            return urljoin(self._base, address)
        except ValueError:
            return address


def _is_json_ld(media_type: str | None) -> bool:
    return (media_type or "").partition(";")[0].strip().lower() == _JSON_LD


def host_of(url: str) -> str:
    """Return the host of a URL in lower case, "" for none.

    >>> host_of("https://Shop.Example:8080/x")
    'shop.example'
    """
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
