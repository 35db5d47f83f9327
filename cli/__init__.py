"""The command `receptionist`."""
