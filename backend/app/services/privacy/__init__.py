"""Give players what we keep about them."""
