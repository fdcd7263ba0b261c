"""Install, run, stop and check WageWars on one machine, with only Python, Node and make."""
