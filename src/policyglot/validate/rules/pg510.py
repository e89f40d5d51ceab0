"""Addresses can be followed.

What: discuri, opturi, the service of DISPUTES and the src of IMG are addresses that something can
    be fetched from, or mail sent to.
Why: They are where people go to read, choose and complain.
Fix: Write the whole address: https://www.example.com/privacy, or mailto:privacy@example.com.
Source: P3P 1.0, section 3.2.2 and 3.2.6.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.addresses import is_usable
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for policy in file.policies:
        said = [("discuri", policy.discuri, policy.element), ("opturi", policy.opturi, policy.element)]
        for dispute in policy.disputes:
            said += [("service", dispute.service, dispute.element), ("src", dispute.image, dispute.element)]
        for name, address, element in said:
            if address is not None and not is_usable(address):
                yield at(file, element, f"{name} “{address}” cannot be followed", hint="write the whole address")


RULE: Rule[PublishedFile] = Rule(
    id="PG510", name="addresses-can-be-used", severity=Severity.WARNING, check=_check, needs=frozenset({"POLICY"})
)
