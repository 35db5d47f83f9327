"""Understanding: what a caller's words mean. `components` are Rasa graph components, `spoken` is free of Rasa."""
