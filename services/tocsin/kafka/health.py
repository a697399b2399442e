"""Vitals -> /healthz/live, /healthz/ready and /metrics, and nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from tocsin.domain.errors import Unavailable
from tocsin.kafka.vitals import Vitals

log = structlog.get_logger(__name__)


@asynccontextmanager
async def serve_health(vitals: Vitals, *, host: str, port: int) -> AsyncIterator[int]:
    """Serve the three pages as long as the block lasts, and yield the port (another one than 0, if 0 was asked for).

    ``/healthz/live`` is 503 when a restart would help: messages wait and nothing moves. ``/healthz/ready`` is 503
    until the process takes part in its consumer group.

    Raises:
        Unavailable: The address is taken or not ours.
    """

    async def live(_: web.Request) -> web.Response:
        return _verdict(vitals.stuck())

    async def ready(_: web.Request) -> web.Response:
        return _verdict(vitals.ready())

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    pages = web.Application()
    pages.add_routes([web.get("/healthz/live", live), web.get("/healthz/ready", ready), web.get("/metrics", metrics)])
    runner = web.AppRunner(pages, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            hint = "set TOCSIN_HTTP_BIND and TOCSIN_HTTP_PORT to a free address"
            raise Unavailable(f"cannot listen on {host}:{port}: {error.strerror}; {hint}") from error
        bound: int = runner.addresses[0][1]
        log.info("health_served", address=f"http://{host}:{bound}/healthz/ready")
        yield bound
    finally:
        await runner.cleanup()


def _verdict(trouble: str | None) -> web.Response:
    return web.json_response({"status": trouble or "ok"}, status=503 if trouble else 200)
