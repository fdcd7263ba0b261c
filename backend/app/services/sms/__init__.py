"""SMS that players write to us: kept once, proved at the network, done, answered."""
