"""Ratings, player statistics and leaderboards."""
