"""Tasks, called as a worker calls them."""
