"""`make drill`: a cluster on one machine, loaded through the public API, whose parts are killed."""
