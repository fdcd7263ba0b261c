"""Routes of matches."""

from fastapi import APIRouter

router = APIRouter(tags=["matches"])
