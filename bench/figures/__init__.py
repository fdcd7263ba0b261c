"""One module a figure; each measures ours beside its reference, and checks that nothing is lost."""
