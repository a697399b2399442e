"""Rates of rules: windows, floods, and the notices about them."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _instant() -> sa.types.TypeEngine[datetime]:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("notice", sa.Text))
    op.create_table(
        "rates",
        sa.Column("rule_id", sa.String(64), nullable=False),
        sa.Column("began_at", _instant()),
        sa.Column("rung", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("rule_id", name="pk_rates"),
    )
    op.create_table(
        "floods",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("rule_id", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("severity", sa.String(16), nullable=False),
        sa.Column("rate", sa.Integer, nullable=False),
        sa.Column("began_at", _instant(), nullable=False),
        sa.Column("ends_at", _instant(), nullable=False),
        sa.Column("told_at", _instant()),
        sa.PrimaryKeyConstraint("id", name="pk_floods"),
    )
    untold = sa.text("told_at IS NULL")
    op.create_index("ix_floods_untold", "floods", ["ends_at"], sqlite_where=untold, postgresql_where=untold)
    op.create_table(
        "held_alerts",
        sa.Column("flood_id", sa.String(64), nullable=False),
        sa.Column("alert_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("flood_id", "alert_id", name="pk_held_alerts"),
        sa.ForeignKeyConstraint(["flood_id"], ["floods.id"], name="fk_held_alerts_flood_id"),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name="fk_held_alerts_alert_id"),
    )
    op.create_index("ix_held_alerts_alert_id", "held_alerts", ["alert_id"])
