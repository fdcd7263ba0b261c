"""Decoding of untrusted pictures with Pillow; no other package decodes any."""

from app.integrations.pictures.codec import prepare

__all__ = ["prepare"]
