"""Two players who write to each other while they play, and who moderates them."""
