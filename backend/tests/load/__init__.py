"""The pure parts of `make load`: how players behave, and how their waiting is measured."""
