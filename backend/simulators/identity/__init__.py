"""The provider that checks documents and selfies, simulated."""
