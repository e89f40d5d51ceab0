"""APPEL 1.0: rule sets of people's preferences, matched against a policy.

The first rule that fires decides. A rule's body is a piece of P3P; how its parts are
joined is said by `connective`, "and" where it is not.

Source: A P3P Preference Exchange Language 1.0, W3C Working Draft of 15 April 2002, section 5;
reference, section g, where all but the behaviours is unconfirmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from policyglot.errors import InputError, SyntaxFault
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

CONNECTIVES = ("and", "or", "non-and", "non-or", "and-exact", "or-exact")
"""How the parts of a rule can be joined."""

MAX_STEPS = 300_000
"""Most comparisons; a rule set of ten rules and a published policy take a few thousand."""

CHARACTERS_A_STEP = 50
"""Characters of attribute values whose comparison counts as one more."""

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
        InputError: Rule set and policy are so large that matching them would not end.
    """
    tree = parse_xml(ruleset, source)
    root = tree.getroot()
    if _name(root) != "RULESET":
        raise SyntaxFault(f"<{_name(root)}> is no APPEL rule set", source=source, line=1, advice="its root is RULESET")
    if root.xpath(f"boolean(//*[count(ancestor::*) > {MAX_DEPTH}])"):
        raise SyntaxFault(f"nested deeper than {MAX_DEPTH} elements", source=source, advice="P3P has seven levels")
    places = Places(tree, ruleset)
    evidence = _node(_evidence(policy))
    matching = _Matching(source)
    rules = [e for e in root.iter("*") if _name(e) in ("RULE", "OTHERWISE")]
    for number, rule in enumerate(rules, start=1):
        parts = _node(rule)
        body = [child for child in parts.children if child.name not in ("REQUEST-GROUP", "REQUEST")]
        if not body or matching.joined(parts, body, [evidence]):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """An element of a rule or of the policy, without its namespace."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[_Node, ...]
    connective: str = "and"

    def get(self, name: str) -> str | None:
        """Return the value of an attribute, or None."""
        return next((value for key, value in self.attributes if key == name), None)


def _node(element: etree._Element) -> _Node:
    said = {str(etree.QName(str(key)).localname): str(value) for key, value in element.attrib.items()}
    connective = said.pop("connective", "and")
    return _Node(
        name=_name(element),
        attributes=tuple(said.items()),
        children=tuple(_node(child) for child in element.iterchildren("*")),
        connective=connective if connective in CONNECTIVES else "and",
    )


class _Matching:
    """Matches rules against one policy, and gives up after `MAX_STEPS`: every part is compared with every other."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._steps = 0

    def joined(self, parent: _Node, expressions: Sequence[_Node], elements: Sequence[_Node]) -> bool:
        """Say whether the parts of a rule match elements of the policy, as the parent's connective wants it."""
        negated = parent.connective.startswith("non-")
        wanted = any if parent.connective in ("or", "non-or", "or-exact") else all
        found = wanted(any(self._fits(x, e) for e in elements) for x in expressions)
        if parent.connective.endswith("-exact"):
            return found and all(any(self._fits(x, e) for x in expressions) for e in elements)
        return found is not negated

    def _fits(self, expression: _Node, element: _Node) -> bool:
        """Say whether one element of a rule matches one of the policy."""
        self._take(1)
        if expression.name != element.name or not self._attributes_fit(expression, element):
            return False
        return not expression.children or self.joined(expression, expression.children, element.children)

    def _attributes_fit(self, expression: _Node, element: _Node) -> bool:
        for name, wanted in expression.attributes:
            said = element.get(name)
            if said is None:
                return False
            self._take(1 + (len(wanted) + len(said)) // CHARACTERS_A_STEP)
            if not matches(wanted, said) and not (name == "ref" and _is_below(said, wanted.rstrip("."))):
                return False
        return True

    def _take(self, steps: int) -> None:
        self._steps += steps
        if self._steps > MAX_STEPS:
            raise InputError(
                "the rule set and the policy are too large to be compared",
                source=self._source,
                advice=f"every part of one is compared with every part of the other: at most {MAX_STEPS} times",
            )


def _is_below(path: str, above: str) -> bool:
    """Say whether a reference is another, or below it: a rule about an element is about everything in it."""
    return path == above or path.startswith(above + ".")
