"""The menu that answers calls when the assistant does not: Twilio's fallback URL is POST /voice.

It works with the assistant and the actions dead, on the same core and database, by keys and by plain words: booking,
cancelling, moving, availability, a person, a message. The emergency comes first here as everywhere.

routes.py       Twilio's webhooks: signature, who answers, repetitions
call.py         what is known of a call
turn.py         one turn: what was heard, what is said next
conversation.py the menu, the ladder of silence, a person, a message
booking.py      doctor, time, slot, name, number, read-back, yes
own_appointments.py  verification, cancelling, moving
hearing.py      words and keys as doctors, times, names
"""

from web.fallback.routes import fallback_routes

__all__ = ["fallback_routes"]
