"""Players who finish what they began by SMS."""
