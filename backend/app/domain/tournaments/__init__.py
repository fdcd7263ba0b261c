"""The engine of tournaments: who meets whom, who is placed where, who gets what."""
