"""What the API promises its clients: the OpenAPI document, completed beyond what FastAPI says."""
