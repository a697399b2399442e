"""What Alembic runs around each migration: our connection, our transaction."""

from alembic import context

from tocsin.storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can, now that we begin its transactions ourselves
    render_as_batch=connection.dialect.name == "sqlite",
)
context.run_migrations()
