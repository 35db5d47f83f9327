"""Calendly's API v2, as far as a receptionist uses it: many accounts in one process, all state in memory.

`python -m simulators.calendly --port N` serves it. The account is chosen by the bearer token, as at Calendly. Accounts,
their clocks and their faults are set over HTTP under `/_control` (see control.py).
"""
