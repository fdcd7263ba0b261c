"""Both compose files for real: brought up from the tree, played through, containers replaced."""
