"""All files of one policy as a zip: what goes into the root of the site, and what helps to put it there."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from policyglot.report.serving import snippets

ROOT = "web-root"
"""The folder of the zip whose content goes into the root of the site."""
PUBLISHED = ("policy.jsonld", "policy.ttl", "w3c/policy.xml", "w3c/p3p.xml")
"""What is published at the same path below the root of the site."""
_SNIPPETS = {"head": "head.html", "nginx": "nginx.conf", "apache": "apache.conf", "static": "_headers"}
# The first moment that a zip can hold: the same files give the same zip.
_THEN = (1980, 1, 1, 0, 0, 0)
_README = """\
{title}

web-root/        Copy what is in it into the root of the site. The paths are those that browsers look at.
serve/           What tells a web server to send the header and the right types. Take the one that fits:
                 nginx.conf into the server block, apache.conf into the virtual host or .htaccess,
                 _headers into the root of a static host, head.html into the <head> of every page.
headers.txt      The P3P header itself.
report.html      The policy as it was read. Opens from disk; it need not be published.
findings.json    What is wrong, lost or assumed.
{more}
Check what is published with: policyglot validate https://your.site/
"""
_MORE = {
    "answers.toml": "answers.toml     What was answered, for policyglot generate POLICY --answers answers.toml\n",
    "corrections.toml": "corrections.toml What was reviewed, for policyglot generate POLICY --corrections FILE\n",
}


def zipped(files: Mapping[str, bytes], *, title: str) -> bytes:
    """Return the zip.

    Args:
        files: Path ("w3c/policy.xml", "report.html", "answers.toml") to content.
        title: Of the policy, for the note in it.

    Returns:
        A zip; the same files give the same bytes.
    """
    laid = {f"{ROOT}/{path}": files[path] for path in PUBLISHED if path in files}
    laid |= {f"serve/{_SNIPPETS[one.key]}": f"{one.content}\n".encode() for one in snippets(files)}
    laid |= {path: content for path, content in files.items() if path not in PUBLISHED}
    more = "".join(line for path, line in _MORE.items() if path in files)
    laid["README.txt"] = _README.format(title=" ".join(title.split()), more=more).encode("utf-8", "replace")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(laid.items()):
            entry = zipfile.ZipInfo(path, date_time=_THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()
