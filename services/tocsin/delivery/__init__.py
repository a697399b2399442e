"""Alert -> body -> signed request -> verdict on what came back. Pure: no network, no clock, no dice."""
