"""The database: stories, alerts, subscriptions, outbox and delivery log. ``store.py`` is the way in."""
