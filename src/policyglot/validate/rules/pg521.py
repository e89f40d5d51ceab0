"""Extensions have a namespace of their own.

What: What stands in an EXTENSION is not in P3P's own namespace.
Why: An element that P3P does not have cannot be in its namespace; other people's elements of the
    same name could not be told apart.
Fix: Give it a namespace: <GROUP-INFO
    xmlns="http://www.software.ibm.com/P3P/editor/extension-1.0.html" …>.
Source: P3P 1.0, section 3.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from policyglot.findings import Severity
from policyglot.formats.p3p.file_reader import namespace_of
from policyglot.formats.p3p.namespaces import ANY_VERSION
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for extension in file.extensions:
        seen: set[str] = set()
        for element in extension.element.iterchildren("*"):
            name = etree.QName(element).localname
            if namespace_of(element) in (ANY_VERSION | {None}) and name not in seen:
                seen.add(name)
                message = f"<{name}> in an extension has no namespace of its own"
                yield at(file, element, message, hint=f'write <{name} xmlns="…"> with a namespace of yours')


RULE: Rule[PublishedFile] = Rule(
    id="PG521",
    name="extensions-have-their-namespace",
    severity=Severity.WARNING,
    check=_check,
    needs=frozenset({"EXTENSION"}),
)
