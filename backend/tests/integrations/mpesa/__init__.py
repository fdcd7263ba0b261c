"""Our side of the wire to M-Pesa."""
