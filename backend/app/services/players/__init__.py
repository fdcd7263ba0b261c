"""What a player decides about their whole account: today, to take a break from play."""
