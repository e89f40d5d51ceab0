"""The namespace is that of the Recommendation.

What: The root, and every P3P element below it, is in http://www.w3.org/2002/01/P3Pv1.
Why: User agents find P3P's elements by their namespace: what is in none is not P3P at all. The
    namespaces of the drafts were read by agents of their time only.
Fix: Write xmlns="http://www.w3.org/2002/01/P3Pv1" on the root.
Source: P3P 1.0, section 2 (XML namespaces).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from policyglot.findings import Severity
from policyglot.formats.p3p.namespaces import LEGACY, P3P_1_0
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule

HINT = f'write xmlns="{P3P_1_0}" on the root'


def _check(file: PublishedFile) -> Iterator[Problem]:
    if file.namespace is None:
        yield at(file, file.root, f"<{file.kind}> is in no namespace", hint=HINT)
    elif file.namespace in LEGACY:
        message = f"the namespace {file.namespace} is that of a draft"
        yield at(file, file.root, message, hint=HINT, tolerant=Severity.WARNING)
    elif file.namespace != P3P_1_0:
        yield at(file, file.root, f"the namespace {file.namespace} is not P3P's", hint=HINT)
    for namespace, element in file.strays:
        said = f"in {namespace}" if namespace else "in no namespace"
        message = f"<{etree.QName(element).localname}> is {said}, unlike the root"
        yield at(file, element, message, hint=HINT, tolerant=Severity.WARNING if namespace else None)


RULE: Rule[PublishedFile] = Rule(
    id="PG501", name="namespace-is-the-recommendations", severity=Severity.ERROR, check=_check
)
