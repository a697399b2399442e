"""The page: FastAPI around the feed, and the two sources that fill it, the topics and the database."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import structlog
from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sse_starlette import EventSourceResponse, ServerSentEvent

from tocsin.console.feed import Feed

log = structlog.get_logger(__name__)
Source = Callable[[Feed], Coroutine[None, None, None]]

_HEADERS = {
    # Article text is hostile: even if a piece of it got through as markup, it could load and run nothing.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def templates() -> Environment:
    """Return the page's templates; everything that is put into them is escaped."""
    return Environment(loader=PackageLoader("tocsin.console"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def build_app(feed: Feed, sources: Sequence[Source], *, ready: Callable[[], str | None]) -> FastAPI:
    """Return the page's application.

    Args:
        feed: What the page shows.
        sources: Coroutines that fill the feed for as long as the application runs.
        ready: The reason why the page cannot serve yet, or None.
    """
    tasks: list[asyncio.Task[None]] = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        tasks.extend(asyncio.create_task(_fill(feed, source)) for source in sources)
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)  # each has been cancelled, or has told its fault

    app = FastAPI(title="Tocsin", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    page = templates().get_template("page.html")

    @app.middleware("http")
    async def _harden(request: Request, call_next: Callable[[Request], Coroutine[None, None, Response]]) -> Response:
        response = await call_next(request)
        response.headers.update(_HEADERS)
        return response

    @app.get("/", response_class=HTMLResponse)
    async def _page() -> str:
        return page.render(feed=feed, number=feed.number)

    @app.get("/stream")
    async def _stream(
        request: Request, since: Annotated[int, Query(ge=0, description="Number of the last item seen.")] = 0
    ) -> EventSourceResponse:
        last = request.headers.get("last-event-id", "")
        return EventSourceResponse(_items(feed, int(last) if last.isdecimal() else since), ping=15)

    @app.get("/healthz/live")
    async def _live() -> JSONResponse:
        return _verdict("a source has ended" if any(task.done() for task in tasks) else None)

    @app.get("/healthz/ready")
    async def _ready() -> JSONResponse:
        return _verdict(ready())

    @app.get("/metrics")
    async def _metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return app


def _verdict(trouble: str | None) -> JSONResponse:
    return JSONResponse({"status": trouble or "ok"}, status_code=503 if trouble else 200)


async def _fill(feed: Feed, source: Source) -> None:
    """Run a source. None ends by itself, so one that does has met a fault of ours, and a restart would help."""
    try:
        await source(feed)
    except Exception:  # the other source goes on, and /healthz/live tells it
        log.exception("source_ended")


async def _items(feed: Feed, seen: int) -> AsyncIterator[ServerSentEvent]:
    """Yield what the page has not seen; a number from before a restart makes the page load itself anew."""
    if seen > feed.number:
        yield ServerSentEvent(event="restart", data="")
        return
    async for item in feed.follow(seen):
        yield ServerSentEvent(event=item.kind, id=str(item.number), data=item.html)
