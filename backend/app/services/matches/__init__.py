"""The life of a match: states, deadlines, views, settlement."""
