"""Pillow, who reads pictures that strangers send: only behind this door is anything decoded."""

from app.integrations.pictures.codec import prepare

__all__ = ["prepare"]
