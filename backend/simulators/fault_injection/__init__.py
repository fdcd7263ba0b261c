"""Faults that are asked for through `/_sim`: single ones, random ones and outages."""
