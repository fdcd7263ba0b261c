"""One folder for each provider that we call over HTTP."""
