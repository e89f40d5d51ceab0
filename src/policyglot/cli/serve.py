"""`policyglot serve`: the workbench for a browser on this machine."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from policyglot.cli import console
from policyglot.cli.options import ALLOW_PRIVATE, max_bytes_option
from policyglot.errors import MissingExtraError


@click.command(
    short_help="Serve the workbench: pages to generate, check, explore and ask.",
    epilog="\b\nExample:\n  policyglot serve --store policies",
)
@click.option("--store", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the store to explore and ask.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path("output/workbench"),
    show_default=True,
    metavar="DIR",
    help="Where generated policies and reviews are kept.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; elsewhere needs a token.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=8000, show_default=True, help="Port; 0 for any that is free."
)
@click.option(
    "--token",
    envvar="POLICYGLOT_TOKEN",
    metavar="TOKEN",
    help="What people sign in with, at least 16 characters. Also read from POLICYGLOT_TOKEN, which others on this "
    "machine cannot see.",
)
@click.option("--name", multiple=True, metavar="HOST", help="Host name that requests may be for; may be repeated.")
@max_bytes_option("Refuse larger texts, files and pages.")
@ALLOW_PRIVATE
def command(
    *,
    store: Path | None,
    folder: Path,
    host: str,
    port: int,
    token: str | None,
    name: tuple[str, ...],
    max_bytes: int,
    allow_private: bool,
) -> int:
    """Serve the workbench: pages to generate, check, explore and ask.

    It answers this machine only. Another --host needs a --token, which people sign in with; put a server that
    speaks https before it. Needs the extra `web`.
    """
    _check_extra()
    from policyglot.web.serving import listen, serve
    from policyglot.web.settings import Settings

    settings = Settings(
        folder=folder,
        store=store,
        host=host,
        port=port,
        token=token or None,
        names=name,
        max_bytes=max_bytes,
        allow_private=allow_private,
    )
    _check_token(settings.token, is_loopback=settings.is_loopback)
    with listen(settings) as listening:
        console.say(f"{listening.url} is the workbench; Ctrl-C ends it")
        if settings.token is not None:
            console.say("sign in with the token")
        serve(listening)
    console.say("the workbench has ended")
    return 0


def _check_extra() -> None:
    missing = [name for name in ("jinja2", "python_multipart", "starlette", "uvicorn") if find_spec(name) is None]
    if missing:
        raise MissingExtraError(
            "the workbench needs optional dependencies that are not installed",
            advice="install them with `pip install 'policyglot[web]'`",
        )


def _check_token(token: str | None, *, is_loopback: bool) -> None:
    if token is None and not is_loopback:
        raise click.UsageError(
            "another host than this machine needs a token that people sign in with: --token or POLICYGLOT_TOKEN, "
            "such as the output of `openssl rand -hex 16`."
        )
    if token is not None and len(token) < 16:
        raise click.UsageError("the token is too short to be safe: give at least 16 characters.")
