"""What the outside world can ask: REST routes and the live socket."""
