"""Routes of callbacks."""

from fastapi import APIRouter

router = APIRouter(tags=["callbacks"])
