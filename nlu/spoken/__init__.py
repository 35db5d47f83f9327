"""Pure functions for what people say on the phone: dates, times, numbers, names. Clock and zone come in as arguments."""
