"""One folder for each stranger we call over HTTP."""
