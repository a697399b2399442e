"""The words we use: articles, events, rules that rang, alerts, deliveries. No input or output here."""
