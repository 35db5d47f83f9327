"""What people say on the phone, as pure functions: dates, times, numbers, names. Clock and zone are arguments."""
