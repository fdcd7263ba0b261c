"""Live sockets by the thousand: a client in Node, and the servers that ours is compared with."""
