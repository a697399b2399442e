"""Rules and past articles -> how often each rule would have rung, as values and as a page."""
