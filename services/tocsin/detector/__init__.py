"""The detector: articles-topic -> events-topic and alerts-topic."""
