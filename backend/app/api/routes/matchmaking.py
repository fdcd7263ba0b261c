"""Routes of matchmaking."""

from fastapi import APIRouter

router = APIRouter(tags=["matchmaking"])
