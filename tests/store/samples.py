"""Small policies with one of each kind of practice, for tests that ask questions."""

from __future__ import annotations

from policyglot.model import (
    Assertion,
    Choice,
    Contact,
    ContactKind,
    Controller,
    Evidence,
    Honoured,
    Mention,
    Party,
    Policy,
    Practice,
    Provision,
    Retention,
    Span,
)
from policyglot.vocabulary import iri


def mention(concept: str, *, name: str | None = None) -> Mention:
    return Mention(concept=iri(concept), name=name)


def words(text: str, start: int = 0) -> tuple[Evidence, ...]:
    return (Evidence(span=Span(start, start + len(text)), exact=text),)


COLLECTS = Practice(
    processing=(iri("dpv:Collect"), iri("dpv:Use")),
    data=(mention("pd:EmailAddress"),),
    purposes=(mention("dpv:DirectMarketing"),),
    retention=Retention(concept=iri("dpv:FixedDuration"), duration="P1Y", exact="one year"),
    legal_bases=(mention("dpv:Consent"),),
    choices=(Choice(kind=iri("dpv:OptingOutFromProcess"), means=(mention("dpv:Email", name="stop@a.example"),)),),
    evidence=words("We collect your address."),
)
SHARES = Practice(
    processing=(iri("dpv:Share"),),
    data=(mention("pd:Location"),),
    purposes=(mention("dpv:Advertising"),),
    recipients=(mention("dpv:ThirdParty", name="Adnet Ltd"),),
    evidence=words("We share where you are with Adnet Ltd.", 30),
)
NEVER_SELLS = Practice(
    processing=(iri("pg:Sell"),),
    assertion=Assertion.DENIED,
    data=(mention("pd:Location"),),
    evidence=words("We never sell where you are.", 70),
)
SELLS = Practice(processing=(iri("pg:Sell"),), data=(mention("pd:Location"),), evidence=words("We sell it.", 100))
WATCHES = Practice(
    processing=(iri("dpv:Collect"),),
    party=Party.THIRD_PARTY,
    data=(mention("pd:BrowsingBehaviour"),),
    recipients=(mention("dpv:ThirdParty", name="Adnet Ltd"),),
    retention=Retention(concept=iri("dpv:EndlessDuration")),
    evidence=words("Adnet Ltd watches.", 120),
)
ALPHA = Policy(
    source="alpha.txt",
    sha256="a" * 64,
    site="https://www.alpha.example/",
    issued="2026-01-31",
    controller=Controller(
        name="Alpha", contacts=(Contact(kind=ContactKind.EMAIL, value="dpo@a.example", is_officer=True),)
    ),
    practices=(COLLECTS, SHARES, NEVER_SELLS, WATCHES),
    rights=(Provision(concept=iri("dpv:ActiveRight"), evidence=words("You may see it.", 140)),),
    measures=(Provision(concept=iri("dpv:Encryption"), evidence=words("We encrypt.", 160)),),
    signals=(Provision(concept=iri("pg:DoNotTrack"), honoured=Honoured.NOT_HONOURED, evidence=words("No.", 170)),),
    transfers=(Provision(concept=iri("dpv:Transfer"), value="Norway", evidence=words("To Norway.", 180)),),
    audiences=(Provision(concept=iri("dpv:Child"), value="13", evidence=words("Not under 13.", 190)),),
)
BETA = Policy(
    source="beta.txt",
    sha256="b" * 64,
    site="https://beta.example/",
    practices=(SELLS, NEVER_SELLS, SHARES),
)
