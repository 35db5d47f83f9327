"""Other readers of dates and times, each run by a Python environment of its own; nothing of ours is imported there."""
