"""The public door, knocked at over a real socket."""
