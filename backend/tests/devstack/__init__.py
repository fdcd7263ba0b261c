"""Tests of devstack: installing, embedded servers, ports, the supervisor."""
