"""The control API of the simulators: `/_sim`."""
