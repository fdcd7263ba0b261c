"""Tests of the simulators: what an integrator may rely on."""
