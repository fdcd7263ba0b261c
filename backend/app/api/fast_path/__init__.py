"""Raw-ASGI short cuts for the busiest paths, each with its measured gain."""
