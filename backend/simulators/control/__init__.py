"""The remote control of the simulated world: `/_sim`."""
