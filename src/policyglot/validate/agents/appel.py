"""APPEL 1.0: rule sets of people's preferences, matched against a policy.

The first rule that fires decides. A rule's body is a piece of P3P; how its parts are
joined is said by `connective`, "and" where it is not.

Source: A P3P Preference Exchange Language 1.0, W3C Working Draft of 15 April 2002, section 5;
reference, section g, where all but the behaviours is unconfirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from policyglot.errors import SyntaxFault
from policyglot.formats.p3p.file_reader import tag
from policyglot.formats.p3p.patterns import matches
from policyglot.formats.p3p.planning import plan_policy
from policyglot.formats.p3p.policy_writer import policies_element
from policyglot.formats.p3p.references import resolve
from policyglot.formats.p3p.terms import PURPOSES, RECIPIENTS, WITHOUT_REQUIRED, terms
from policyglot.formats.p3p.xml_tree import Places, parse_xml
from policyglot.model import Policy

BEHAVIOURS = ("request", "limited", "block")
"""What a rule can ask for: go on, go on without cookies and the like, do not go on."""

_Elements = Sequence[etree._Element]
_Connective = Callable[[_Elements, _Elements], bool]

MAX_DEPTH = 30
"""Deepest nesting of a rule set that is read; P3P itself has seven levels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a rule set decides about a policy.

    Attributes:
        behaviour: One of `BEHAVIOURS`.
        rule: 1-based number of the rule that fired, or None where none did ("request" then).
        line: Its line in the rule set, or None.
        description: Its description, or None.
        prompt: Whether the person is to be asked.
    """

    behaviour: str
    rule: int | None
    line: int | None
    description: str | None
    prompt: bool = False


def evaluate(ruleset: bytes, source: str, policy: Policy) -> Decision:
    """Evaluate a rule set against a policy.

    Args:
        ruleset: The APPEL file's bytes; any namespace, prefixed or not.
        source: Its path or URL.
        policy: The policy.

    Raises:
        SyntaxFault: The file is no XML that can be read, nested too deep, or its root is not RULESET.
    """
    tree = parse_xml(ruleset, source)
    root = tree.getroot()
    if _name(root) != "RULESET":
        raise SyntaxFault(f"<{_name(root)}> is no APPEL rule set", source=source, line=1, advice="its root is RULESET")
    if root.xpath(f"boolean(//*[count(ancestor::*) > {MAX_DEPTH}])"):
        raise SyntaxFault(f"nested deeper than {MAX_DEPTH} elements", source=source, advice="P3P has seven levels")
    places = Places(tree, ruleset)
    evidence = _evidence(policy)
    rules = [e for e in root.iter("*") if _name(e) in ("RULE", "OTHERWISE")]
    for number, rule in enumerate(rules, start=1):
        body = [child for child in rule.iterchildren("*") if _name(child) not in ("REQUEST-GROUP", "REQUEST")]
        if not body or _joined(rule, body, [evidence]):
            return Decision(
                behaviour=str(rule.get("behavior", "request")),
                rule=number,
                line=places.of(rule).line,
                description=rule.get("description"),
                prompt=rule.get("prompt") in ("yes", "true"),
            )
    return Decision(behaviour="request", rule=None, line=None, description=None)


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _evidence(policy: Policy) -> etree._Element:
    """Return the POLICY element with defaults filled in and categories expanded from the schema."""
    root = policies_element(plan_policy(policy))
    for name in (*terms(PURPOSES), *terms(RECIPIENTS)):
        for element in root.iter(tag(name)):
            if name not in WITHOUT_REQUIRED and element.get("required") is None:
                element.set("required", "always")
    for element in root.iter(tag("DATA")):
        if element.get("optional") is None:
            element.set("optional", "no")
        fixed = resolve(str(element.get("ref", "")), base=None).categories
        categories = element.find(tag("CATEGORIES"))
        if fixed and categories is None:
            categories = etree.SubElement(element, tag("CATEGORIES"))
        for name in fixed:
            if categories is not None and categories.find(tag(name)) is None:
                etree.SubElement(categories, tag(name))
    found = root.find(tag("POLICY"))
    return root if found is None else found


def _fits(expression: etree._Element, element: etree._Element) -> bool:
    """Say whether one element of a rule matches one of the policy."""
    if _name(expression) != _name(element) or not _attributes_fit(expression, element):
        return False
    body = list(expression.iterchildren("*"))
    return not body or _joined(expression, body, list(element.iterchildren("*")))


def _attributes_fit(expression: etree._Element, element: etree._Element) -> bool:
    for key, value in expression.attrib.items():
        name = str(etree.QName(str(key)).localname)
        wanted = str(value)
        if name == "connective":
            continue
        said = element.get(name)
        if said is None:
            return False
        if name == "ref":
            # A rule about an element is about everything below it.
            path, own = wanted.rstrip("."), str(said)
            if not (matches(wanted, own) or own == path or own.startswith(path + ".")):
                return False
        elif not matches(wanted, str(said)):
            return False
    return True


def _found(expressions: _Elements, elements: _Elements) -> list[bool]:
    return [any(_fits(x, e) for e in elements) for x in expressions]


def _nothing_else(expressions: _Elements, elements: _Elements) -> bool:
    return all(any(_fits(x, e) for x in expressions) for e in elements)


_CONNECTIVES: Mapping[str, _Connective] = MappingProxyType(
    {
        "and": lambda x, e: all(_found(x, e)),
        "or": lambda x, e: any(_found(x, e)),
        "non-and": lambda x, e: not all(_found(x, e)),
        "non-or": lambda x, e: not any(_found(x, e)),
        "and-exact": lambda x, e: all(_found(x, e)) and _nothing_else(x, e),
        "or-exact": lambda x, e: any(_found(x, e)) and _nothing_else(x, e),
    }
)


def _joined(parent: etree._Element, expressions: _Elements, elements: _Elements) -> bool:
    said = next((str(v) for k, v in parent.attrib.items() if etree.QName(str(k)).localname == "connective"), "and")
    return _CONNECTIVES.get(said, _CONNECTIVES["and"])(expressions, elements)
