"""Tests of what starts, watches and stops the processes of one machine."""
