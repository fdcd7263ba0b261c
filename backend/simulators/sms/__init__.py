"""Africa's Talking, which carries our SMS."""
