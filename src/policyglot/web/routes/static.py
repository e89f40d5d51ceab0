"""Style and scripts of the pages."""

from __future__ import annotations

import mimetypes
import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from policyglot.web.pages import static_content

# The path of a static file: names of letters, digits and hyphens, with suffixes, in folders of such names.
STATIC_PATH = re.compile(r"[a-z0-9][a-z0-9.-]*(?:/[a-z0-9][a-z0-9.-]*)*", re.IGNORECASE)


async def static_file(request: Request) -> Response:
    """A file of `web/static/`; its URL changes with it, so that browsers keep it."""
    name: str = request.path_params["name"]
    try:
        if not STATIC_PATH.fullmatch(name):
            raise FileNotFoundError
        content = static_content(name)
    except (OSError, ValueError) as error:
        raise HTTPException(404) from error
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    lasting = "public, max-age=31536000, immutable" if request.url.query else "no-cache"
    return Response(content, media_type=media_type, headers={"Cache-Control": lasting})


ROUTES = (Route("/static/{name:path}", static_file),)
