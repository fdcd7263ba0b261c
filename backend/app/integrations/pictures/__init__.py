"""Decoding of untrusted pictures with Pillow; no other package decodes any.

`prepare` decodes in this process, for tests of the decoder; what players send goes to
`prepare_apart`, in a process of its own.
"""

from app.integrations.pictures.apart import prepare as prepare_apart
from app.integrations.pictures.codec import prepare

__all__ = ["prepare", "prepare_apart"]
