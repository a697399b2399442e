"""A small trained model that judges what the rules propose."""
