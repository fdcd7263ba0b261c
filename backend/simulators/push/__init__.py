"""A web push service, and the browsers that are subscribed at it."""
