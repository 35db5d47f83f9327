"""Real servers from their wheels, for tests and the demo, that can be killed, frozen and started again."""
