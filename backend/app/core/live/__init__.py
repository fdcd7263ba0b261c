"""Live hints by way of Redis: streams of each player, publishing, listening, and tickets."""
