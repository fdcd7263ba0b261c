"""Runs the whole of WageWars on one machine, with nothing but Python, Node and make."""
