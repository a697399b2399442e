"""Alembic's scripts: package data, so that every installation can upgrade its database."""
