"""The tables, for SQLite and PostgreSQL alike. A change here needs a migration; a test compares the two."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)


class Instant(TypeDecorator[datetime]):
    """A moment with its zone. SQLite has no type for it, so there it is kept as text in UTC, which sorts rightly."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse what has no zone: it could mean anything."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a moment needs its zone, but {value} has none"
            raise ValueError(message)
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002, RUF100
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite numbers rows by itself only in a column of type INTEGER.
_Number = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

stories = Table(
    "stories",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("event_id", String(64), nullable=False, unique=True),
    Column("opened_at", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=True),  # order of raising, for "what is new since"
    Column("id", String(64), nullable=False, unique=True),
    Column("story_id", String(64), ForeignKey("stories.id"), nullable=False, index=True),
    Column("raised_at", Instant, nullable=False, index=True),
    Column("fetched_at", Instant, nullable=False),
    Column("title", Text, nullable=False),
    Column("payload", Text, nullable=False),  # text, not jsonb: PostgreSQL's jsonb refuses the null character
    sqlite_autoincrement=True,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("url", Text, nullable=False),
    Column("secret", Text),
    Column("rules", Text, nullable=False),  # a JSON list
    Column("origin", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("paused_until", Instant),
    Column("failures", Integer, nullable=False, server_default=text("0")),  # in a row
    Column("failing_since", Instant),
    Column("disabled_at", Instant),
    Column("disabled_because", Text),
    Column("removed_at", Instant),
    Index(
        "uq_subscriptions_name_in_use",
        "name",
        unique=True,
        sqlite_where=text("removed_at IS NULL"),
        postgresql_where=text("removed_at IS NULL"),
    ),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(64), primary_key=True),  # the webhook-id
    Column("alert_id", String(64), ForeignKey("alerts.id"), nullable=False, index=True),  # of a notice: the newest held
    Column("subscription_id", String(64), ForeignKey("subscriptions.id"), nullable=False),
    Column("notice", Text),  # null: the delivery tells the alert itself; otherwise what it says of a flood
    Column("body", LargeBinary, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("created_at", Instant, nullable=False, index=True),
    Column("changed_at", Instant, nullable=False),
    Column("not_after", Instant, nullable=False),
    Column("due_at", Instant),  # null: nothing is left to be done
    Column("leased_until", Instant),
    Column("lease_owner", Text),
    Column("reason", Text),
    # The two questions of every lease: what is due for this receiver, and how much of it is in flight.
    Index(
        "ix_deliveries_due",
        "subscription_id",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
    Index(
        "ix_deliveries_leased",
        "subscription_id",
        "leased_until",
        sqlite_where=text("leased_until IS NOT NULL"),
        postgresql_where=text("leased_until IS NOT NULL"),
    ),
)

attempts = Table(
    "attempts",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("delivery_id", String(64), ForeignKey("deliveries.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("status", Integer),
    Column("failure", String(32)),
    Column("took_ms", Integer),
    Column("answer", Text),
    sqlite_autoincrement=True,
)

# One row for each rule with a rate: whoever counts an alert of the rule holds its lock.
rates = Table(
    "rates",
    metadata,
    Column("rule_id", String(64), primary_key=True),
    Column("began_at", Instant),  # of the window; null: there is none, the next alert begins one
    Column("rung", Integer, nullable=False),
)

floods = Table(
    "floods",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("rule_id", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("severity", String(16), nullable=False),
    Column("rate", Integer, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("told_at", Instant),
    Index(
        "ix_floods_untold",
        "ends_at",
        sqlite_where=text("told_at IS NULL"),
        postgresql_where=text("told_at IS NULL"),
    ),
)

held_alerts = Table(
    "held_alerts",
    metadata,
    Column("flood_id", String(64), ForeignKey("floods.id"), primary_key=True),
    Column("alert_id", String(64), ForeignKey("alerts.id"), primary_key=True, index=True),
)
