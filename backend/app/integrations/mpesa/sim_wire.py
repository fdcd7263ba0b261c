"""Daraja's spelling of the SIM swap check: when a number last got another SIM card.

`POST /imsi/v2/checkATI {"customerNumber": "2547…"}` answers with `lastSwapDate`, such as
"29-11-2026 14:05" of Nairobi, and with a day of 1900 if that was more than three months ago.
Source: Safaricom's page of the API "Swap", which needs a contract of its own; trust.md S15.
"""

from datetime import datetime
from typing import Any

from app.core.clock import NAIROBI
from app.integrations.mpesa.decoding import as_text
from app.integrations.mpesa.errors import Unknown

SIM_SWAP = "/imsi/v2/checkATI"
_SUCCESS = "200"
_FORMS = ("%d-%m-%Y %H:%M", "%d-%m-%Y")


def swap_body(phone: str) -> dict[str, str]:
    """Write the question about a 12-digit number."""
    return {"customerNumber": phone}


def read_swap(body: dict[str, Any]) -> datetime:
    """Return when the SIM card was last swapped; raises Unknown for all but a readable date."""
    if as_text(body.get("responseCode")) != _SUCCESS:
        raise Unknown("no answer about the SIM card")
    said = as_text(body.get("lastSwapDate")) or ""
    for form in _FORMS:
        try:
            return datetime.strptime(said.strip(), form).replace(tzinfo=NAIROBI)
        except ValueError:
            continue
    raise Unknown("a date that cannot be read")
