"""The workbench: pages over everything that the library does, for a browser on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from policyglot.web.settings import Settings


def create_app(settings: Settings) -> Starlette:
    """Return the workbench as an ASGI application.

    Args:
        settings: Where it listens, what it keeps, and what it may cost.

    Raises:
        OutputError: The folder for kept work cannot be written.
        StoreError: The store is none, or none that this version reads.
    """
    from policyglot.web.application import application  # noqa: PLC0415 - what is not served needs no extra

    return application(settings)
