"""What the demo shows in the terminal."""

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from tocsin.delivery.wording import counts_text, headline, when_text, where_text, who_text
from tocsin.demo.receiver import Received
from tocsin.domain.event import Event, Span

_COLOURS = {"low": "bright_black", "medium": "yellow", "high": "red", "critical": "bold red"}


class Screen:
    """Prints to the terminal; plain text where the output is no terminal."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=False)

    def say(self, text: str) -> None:
        """Print one line of plain text."""
        self._console.print(Text(text))

    def quiet(self, text: str) -> None:
        """Print one line that is only worth a glance."""
        self._console.print(Text(text, style="bright_black"))

    def published(self, headline_text: str) -> None:
        """Say which article was just published."""
        self._console.print(Text.assemble(("→ ", "cyan"), headline_text))

    def alert(self, received: Received) -> None:
        """Show an alert as it arrived: rule, who, how many, where, when, evidence, and why it rang."""
        if received.fault is not None:
            self.trouble(f"refused {received.webhook_id}: {received.fault}")
            return
        event = event_of(received)
        rules = received.data["rules"]
        loudest = max(rules, key=lambda rule: list(_COLOURS).index(rule["severity"]))["severity"]
        rows = (
            ("who", who_text(event)),
            ("how many", counts_text(event)),
            ("where", where_text(event)),
            ("when", when_text(event)),
            ("why", "; ".join(dict.fromkeys(reason for rule in rules for reason in rule["because"]))),
        )
        body = Text()
        for name, value in rows:
            if value:
                body.append(f"{name:9}", style="bright_black")
                body.append(f"{value}\n")
        body.append(f"“{event.evidence[0]}”", style="italic")
        title = Text(" · ".join(rule["title"] for rule in rules), style=f"bold {_COLOURS[loudest]}")
        subtitle = Text(f"{headline(event).partition(' · ')[0]} — signature ✓", style="bright_black")
        self._console.print(Panel(body, title=title, subtitle=subtitle, title_align="left", subtitle_align="right"))

    def trouble(self, text: str) -> None:
        """Print one line that says what went wrong."""
        self._console.print(Text(f"✗ {text}", style="bold red"))


def event_of(received: Received) -> Event:
    """Return the event of a webhook. Its trigger and offsets do not travel, and nothing here needs them."""
    data = received.data
    unsent = {"article_id": data["articles"][0]["id"], "trigger": "", "trigger_span": Span(start=0, end=0)}
    return Event.model_validate({**data["event"], **unsent, "evidence": data["evidence"]})
