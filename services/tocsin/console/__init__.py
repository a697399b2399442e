"""Process: the page that shows articles, events, alerts and deliveries as they come."""
