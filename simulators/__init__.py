"""Stand-ins for services outside the clinic, for the demo and the tests only. Nothing in production imports them."""
