"""The use cases: a module is a noun, its functions are verbs."""
