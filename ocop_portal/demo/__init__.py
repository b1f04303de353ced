"""Demonstration data (design §7): every record through the services, so it is as right as a real one. Only with DEMO=1."""
