"""Callers that nobody scripted: each seed is a clinic, somebody with a goal, facts and habits, and a whole call."""
