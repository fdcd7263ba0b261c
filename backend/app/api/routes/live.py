"""Routes of live."""

from fastapi import APIRouter

router = APIRouter(tags=["live"])
