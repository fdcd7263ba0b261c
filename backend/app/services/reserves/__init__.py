"""Proof of reserves: what belongs to players, published each hour so that each can check theirs."""
