"""The HTTP interface: REST routes and the live socket."""
