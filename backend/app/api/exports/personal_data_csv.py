"""A player's data as CSV: a ZIP archive with a file for each table."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from app.api.exports.statement_csv import plain


def render(export: Mapping[str, Any]) -> bytes:
    """Write each table of `export` that has rows, and what the export means as `about.json`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in export["tables"].items():
            if table["rows"]:
                archive.writestr(f"{name}.csv", _rows(table["rows"]))
        about = {name: value for name, value in export.items() if name != "tables"}
        about["tables"] = {name: table["about"] for name, table in export["tables"].items()}
        archive.writestr("about.json", json.dumps(about, ensure_ascii=False, indent=1))
    return out.getvalue()


def _rows(rows: list[dict[str, Any]]) -> bytes:
    out = io.StringIO("\ufeff", newline="")  # Excel takes UTF-8 without it for a code page
    out.seek(0, io.SEEK_END)
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value if _is_number(value) else plain(value)
    return json.dumps(value, ensure_ascii=False)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
