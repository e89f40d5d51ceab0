from __future__ import annotations

import re

import pytest
from tests.extract.prose import document

from policyglot.extract import extract, parties
from policyglot.extract.parties import find_companies, find_contacts, find_controller, find_postal
from policyglot.model import ContactKind
from policyglot.read import segment

# Each pattern with what it must find, and what it must not find anything in.
PATTERNS: list[tuple[re.Pattern[str], list[tuple[str, str]], list[str]]] = [
    (
        parties.PROPER_NAME,
        [
            ("we are Larkspur & Finch Ltd today", "Larkspur & Finch Ltd"),
            ("by Bank of Ohio.", "Bank of Ohio"),
            ("(Quillpost)", "Quillpost"),
        ],
        ["we share names", "a1 b2", ""],
    ),
    (
        parties.SELF_DEFINITION,
        [
            ('Acme Inc. ("Acme", "we" or "us")', '("Acme", "we" or "us")'),
            ("Acme (the “Company”)", "(the “Company”)"),
            ("Acme (hereinafter 'us')", "(hereinafter 'us')"),
        ],
        ["Acme (we think)", 'what "we" means', "(the shop)"],
    ),
    (
        parties.CONTROLLER_ROLE,
        [
            ("Acme Ltd is the data controller", "Acme Ltd is the data controller"),
            ("The controller of your data is Acme", "controller of your data is Acme"),
        ],
        ["we control data", "the controllers"],
    ),
    (
        parties.INTRODUCTION,
        [("how Acme collects", "how Acme"), ("Welcome to the Larkspur Shop", "Welcome to the Larkspur Shop")],
        ["how we collect", "acme"],
    ),
    (
        parties.DOMAIN,
        [("me@mail.shop.co.uk", "@mail.shop.co.uk"), ("https://www.shop.example/x", "https://www.shop.example")],
        ["shop.example", "a@b", "www"],
    ),
    (parties.QUOTED_NAME, [('the "Acme Tools" site', '"Acme Tools"')], ['the "site"', "Acme"]),
    (parties.SMALL_WORD, [("The shop", "shop")], ["Shop", "example.com", "me@shop.example"]),
    (
        parties.SHORT_NAME,
        [('Acme Corporation ("Acme")', '("Acme")'), ("Acme (“Acme Shop” or the shop)", "(“Acme Shop” or the shop)")],
        ['("we")', "(Acme)"],
    ),
    (
        parties.EMAIL_ADDRESS,
        [
            ("write to a.b+c@shop.example.", "a.b+c@shop.example"),
            ("p@l.co.uk", "p@l.co.uk"),
            ("me@shop.example에 쓰세요", "me@shop.example"),
        ],
        ["a @ b", "a@b", "@shop", "me at shop.example"],
    ),
    (
        parties.TELEPHONE,
        [
            ("call 0800 944 553 now", "0800 944 553"),
            ("+49 (40) 123456", "+49 (40) 123456"),
            ("(555) 123-4567", "(555) 123-4567"),
        ],
        ["in 2004", "12", "order no-12", "$5"],
    ),
    (
        parties.NO_TELEPHONE,
        [("09-08-2025", "09-08-2025"), ("1798.83-1798.84", "1798.83-1798.84")],
        ["0800 944 553", "020 7946 0000", "555-123-4567"],
    ),
    (
        parties.SENTENCE_WORDS,
        [("a firm based in Via Nuova 10", "a firm based in "), ("us by letter to 2 Elm Street", "us by letter to ")],
        ["50, rue de la Paix", "12 rue de la Paix 75002 Paris", "Elm Street, Town"],
    ),
    (
        parties.WEB_ADDRESS,
        [
            ("see www.shop.example/privacy.", "www.shop.example/privacy"),
            ("(https://a.example/x)", "https://a.example/x"),
        ],
        ["shop.example", "http", "w.w.w"],
    ),
    (
        parties.POSTAL_END,
        [
            ("Troy, MI 48084", "MI 48084"),
            ("Belper DE56 0XX", "DE56 0XX"),
            ("20355 Hamburg", "20355 Hamburg"),
            ("Dublin D02 E2X4", "D02 E2X4"),
        ],
        ["in 2004", "we are in MI", "ISO 27001", "© 1992--2001 Acme"],
    ),
]


@pytest.mark.parametrize(
    ("pattern", "text", "found"), [(p, text, found) for p, must, _ in PATTERNS for text, found in must]
)
def test_pattern_finds(pattern: re.Pattern[str], text: str, found: str) -> None:
    assert found in [m.group() for m in pattern.finditer(text)]


@pytest.mark.parametrize(("pattern", "text"), [(p, text) for p, _, never in PATTERNS for text in never])
def test_pattern_leaves_alone(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("shared with Martha Green Media Inc. and others", ["Martha Green Media Inc."]),
        ("Quillpost, Inc. sends it", ["Quillpost, Inc."]),
        ("by Northquay Hosting GmbH or Tillwright Ltd", ["Northquay Hosting GmbH", "Tillwright Ltd"]),
        ("by Larkspur & Finch Ltd", []),  # the controller
        ("The Company and Limited Edition goods", []),
        ("our partners", []),
    ],
)
def test_companies_are_told_by_their_legal_form(text: str, names: list[str]) -> None:
    prose = document(text)
    (clause,) = segment(prose)
    assert [span.of(prose.text) for span in find_companies(clause, controller="Larkspur & Finch Ltd")] == names


@pytest.mark.parametrize(
    ("paragraphs", "name"),
    [
        (['Acme Tools Inc. ("Acme", "we" or "us") sells tools.', "Bolt Ltd makes bolts."], "Acme Tools Inc."),
        (["The data controller is Acme Tools GmbH, Berlin."], "Acme Tools GmbH"),
        (["Acme Tools Ltd is the controller of your data."], "Acme Tools Ltd"),
        (["This policy says how Toolworld works.", "Welcome to Toolworld and its shops."], "Toolworld"),
        (["We collect data.", "You have rights."], None),
        (['Oy Acorn Tools Ab, at 1 Elm Road, Helsinki, Finland ("Acorn", "we").'], "Oy Acorn Tools Ab"),
        (["This is run by people in Berlin, Germany (“Treehouse”, “we”, “us”)."], "Treehouse"),
        (["Everybody in Finland has rights.", "Finland has a law.", "We follow Finland."], None),
        (
            ["We at Quince use Bannerloft.", "See what Bannerloft does.", "Write to us@quince.example."],
            "Quince",
        ),
    ],
)
def test_controller_is_named_by_the_surest_sign(paragraphs: list[str], name: str | None) -> None:
    prose = document(*paragraphs)
    found = find_controller(prose, segment(prose), None)
    assert (found.name if found else None) == name


def test_contacts_of_a_clause() -> None:
    prose = document("Call 0800 944 553 or +1 (555) 123-4567, write to a@b.example, see www.b.example; ref. 12 34.")
    (clause, *_) = segment(prose)
    found = {(c.kind.value, c.value) for c in find_contacts(prose, clause)}
    assert found == {
        ("telephone", "0800 944 553"),
        ("telephone", "+1 (555) 123-4567"),
        ("email", "a@b.example"),
        ("url", "www.b.example"),
    }


def test_postal_address_takes_the_short_lines_before_it() -> None:
    prose = document("Write to:", "Acme Tools Corporation", "3100 West Street", "Troy, MI 48084")
    clauses = segment(prose)
    contact = find_postal(prose, clauses, len(clauses) - 1)
    assert contact is not None
    assert contact.value == "Acme Tools Corporation, 3100 West Street, Troy, MI 48084"
    words = contact.evidence[0]
    assert words.span is not None
    assert words.span.of(prose.text) == words.exact
    assert find_postal(prose, clauses, 0) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("We are a firm based in Elm Street 10, 20355 Hamburg.", "Elm Street 10, 20355 Hamburg"),
        (
            "Mail should be sent to Acme, 6400 Harbour Ave, Suite 20, Troy, MI 48084.",
            "Acme, 6400 Harbour Ave, Suite 20, Troy, MI 48084",
        ),
    ],
)
def test_postal_address_is_not_its_sentence(text: str, value: str) -> None:
    prose = document(text)
    found = find_postal(prose, segment(prose), 0)
    assert found is not None
    assert found.value == value


def test_start_of_an_american_address_is_no_code_with_its_town() -> None:
    prose = document("Our office is located at 1600 Harbour Parkway, as it was in 1999.")
    assert find_postal(prose, segment(prose), 0) is None


@pytest.mark.parametrize(
    ("paragraph", "emails"),
    [
        ("Please write to our data protection officer at dpo@larkspur.example.", {"dpo@larkspur.example"}),
        ("You may complain to the Information Commissioner's Office, casework@office.example.", set()),
    ],
)
def test_contacts_of_others_are_not_the_publishers(paragraph: str, emails: set[str]) -> None:
    opening = "Our privacy policy says how Larkspur Ltd (“we”) uses your personal data. We collect your name."
    found = extract(document(opening, paragraph)).controller
    assert found is not None
    assert {c.value for c in found.contacts if c.kind is ContactKind.EMAIL} == emails
