"""The live socket `/ws`: its handshake, the sockets of this process, and what clients send."""
