"""Bytes to a document, a document to clauses.

`read_document` takes HTML, Markdown or plain text and refuses what is no policy; `segment`
cuts a document into sentences, items and rows, each with its headings and lead-in.
"""

from policyglot.read.clauses import segment
from policyglot.read.document import read_document

__all__ = ["read_document", "segment"]
