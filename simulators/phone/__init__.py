"""Twilio's side of a phone call: signed webhooks out, TwiML followed as Twilio follows it."""
