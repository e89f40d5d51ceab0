from __future__ import annotations

import pytest

from policyglot.report.serving import HEADER_LINE, snippets

FILES = {
    "policy.jsonld": b"{}",
    "policy.ttl": b"",
    "w3c/policy.xml": b"<POLICIES/>",
    "w3c/p3p.xml": b"<META/>",
    "headers.txt": b'P3P: policyref="/w3c/p3p.xml", CP="ALL CUR"\n',
}


def test_every_server_sends_the_header_and_every_page_has_the_links() -> None:
    made = {snippet.key: snippet.content for snippet in snippets(FILES)}
    assert list(made) == ["head", "nginx", "apache", "static"]
    assert made["head"].splitlines() == [
        '<link rel="P3Pv1" href="/w3c/p3p.xml">',
        '<link rel="alternate" type="application/ld+json" href="/policy.jsonld">',
        '<link rel="alternate" type="text/turtle" href="/policy.ttl">',
    ]
    assert """add_header P3P 'policyref="/w3c/p3p.xml", CP="ALL CUR"' always;""" in made["nginx"]
    assert r"""Header always set P3P "policyref=\"/w3c/p3p.xml\", CP=\"ALL CUR\"" """.strip() in made["apache"]
    assert made["static"].splitlines()[:2] == ["/*", '  P3P: policyref="/w3c/p3p.xml", CP="ALL CUR"']


def test_what_is_not_written_is_not_served() -> None:
    made = snippets({"policy.jsonld": b"{}"})
    assert not any("p3p" in snippet.content.lower() for snippet in made)
    assert snippets({}) == ()


@pytest.mark.parametrize("line", ['P3P: CP="ALL"', "Link: </x>"])
def test_header_line(line: str) -> None:
    assert HEADER_LINE.fullmatch(line)


@pytest.mark.parametrize("line", ["P3P", "P3P:CP", "a b: c", "P3P: a\nX: b", "P3P: é"])
def test_no_header_line(line: str) -> None:
    assert not HEADER_LINE.fullmatch(line)
