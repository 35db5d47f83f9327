"""How well utterances are understood, beside other readers of the same sentences."""
