"""What a turn costs, ours against stock Rasa."""
