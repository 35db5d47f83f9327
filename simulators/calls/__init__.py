"""Whole calls without a phone: call files, the caller who follows them, the clinic around them and the judge."""
