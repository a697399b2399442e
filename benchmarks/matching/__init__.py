"""One workload of rules and events -> how long different matchers take on it, all giving the same matches."""
