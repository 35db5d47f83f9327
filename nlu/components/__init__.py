"""Rasa graph components of `config.yml`: thin, the work is done by the modules beside this package."""
