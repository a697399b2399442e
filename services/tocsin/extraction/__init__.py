"""Article -> Events: cleaning, reading with spaCy, events with the words that prove them."""
