"""Routes of payments."""

from fastapi import APIRouter

router = APIRouter(tags=["payments"])
