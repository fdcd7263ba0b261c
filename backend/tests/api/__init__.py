"""The public HTTP API, called over a real socket."""
