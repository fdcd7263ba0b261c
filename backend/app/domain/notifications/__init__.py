"""What players are told: which kinds there are, where each goes, and in which words."""
