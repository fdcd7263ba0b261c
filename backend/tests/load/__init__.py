"""The pure parts of `make load`: how people behave, and how their waiting is measured."""
