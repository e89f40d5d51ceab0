"""The files to publish and the configuration that serves them, each to be copied."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from policyglot.report.markup import Attributes, Html, element, join
from policyglot.report.serving import snippets

_FILES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "headers.txt": ("P3P header", "the compact policy, sent with every response that sets a cookie"),
        "w3c/policy.xml": ("P3P policy", "at /w3c/policy.xml"),
        "w3c/p3p.xml": ("P3P reference file", "at /w3c/p3p.xml: which policy holds for which pages and cookies"),
        "policy.jsonld": ("JSON-LD", "in the policy's page or beside it: the practices, each with its words"),
        "policy.ttl": ("Turtle", "beside it: the same graph"),
    }
)
# A longer file is not repeated in the report, which stays small enough to open and to print.
_LARGEST = 200_000


def files_section(files: Mapping[str, bytes], *, is_draft: bool = False) -> Html:
    """Return the files, then the snippets that serve them.

    Args:
        files: Path below the output folder to content; those that are missing are said to be.
        is_draft: Whether a question stays open that the P3P files need the answer to.
    """
    shown = [_file(path, files.get(path)) for path in _FILES]
    served = snippets(files)
    draft = "The P3P files are drafts: a question that they need the answer to stays open."
    note = [element("p", None, element("strong", {"class": "badge error"}, "draft"), " ", draft)] if is_draft else []
    parts = [element("h3", None, "What to publish"), *note, *shown]
    if served:
        parts.append(element("h3", None, "How to serve it"))
    for snippet in served:
        head = element("summary", None, snippet.title)
        parts.append(
            element(
                "details",
                None,
                head,
                element("p", None, snippet.where),
                copied(snippet.key, snippet.title, snippet.content),
            )
        )
    return join(parts, "\n")


def copied(key: str, name: str, content: str) -> Html:
    """Return text to copy: with a button where scripts run, and to select everywhere.

    Args:
        key: Unique on the page.
        name: What is copied, for the button's name.
        content: The text.
    """
    hidden = element("span", {"class": "hidden"}, f" {name}")
    button = element("button", {"type": "button", "hidden": True, "data-copy": f"f-{key}"}, "Copy", hidden)
    box: Attributes = {"id": f"f-{key}", "tabindex": 0, "role": "group", "aria-label": name}
    # A parser drops one line feed after <pre>: this one, and none of the text's own.
    return join([element("div", {"class": "copy"}, button, element("pre", box, "\n", element("code", None, content)))])


def _file(path: str, content: bytes | None) -> Html:
    name, where = _FILES[path]
    if content is None:
        missing = element("p", {"class": "empty"}, "It is not written; a finding says why.")
        return element("details", None, element("summary", None, name), missing)
    size = element("span", {"class": "count"}, f"{len(content):,} bytes")
    link = element("a", {"href": path, "download": True}, path)
    line = element("p", None, link, f", {where}.")
    if len(content) > _LARGEST:
        body = element("p", {"class": "empty"}, "It is too long to be shown here.")
    else:
        body = copied(path.replace("/", "-").replace(".", "-"), name, content.decode("utf-8"))
    opened = {"open": path == "headers.txt"}
    return element("details", opened, element("summary", None, name, " ", size), line, body)
