"""A command's connection to the broker: waited for, its errors told in our words, closed at the end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from tocsin.domain.errors import Unavailable
from tocsin.kafka.settings import ToolSettings

Wait = Annotated[float, typer.Option("--wait", help="Seconds to wait for the broker before giving up.")]


@contextmanager
def connected(open_client: Callable[[], Any], settings: ToolSettings, *, wait_s: float) -> Iterator[Any]:
    """Open a client of kafka-python for the length of a block.

    Args:
        open_client: Makes the client, or fails while the broker is away.
        settings: Where the broker is.
        wait_s: Give up after so long.

    Raises:
        Unavailable: The broker does not answer in time, or refuses what the block asks of it.
    """
    from kafka.errors import KafkaError

    from tocsin.kafka.tools import wait_for_broker

    client = wait_for_broker(
        open_client, bootstrap=settings.kafka_bootstrap, say=lambda text: typer.echo(text, err=True), wait_s=wait_s
    )
    try:
        yield client
    except KafkaError as error:
        raise Unavailable(f"the broker at {settings.kafka_bootstrap} refuses: {error}") from error
    finally:
        client.close()
