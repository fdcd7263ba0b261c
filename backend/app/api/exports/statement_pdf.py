"""A statement as PDF: A4, in large type, because it is mostly read on a phone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from fpdf import FPDF
from typing_extensions import override

from app.api.exports.statement_labels import LABELS, written_day
from app.core.clock import NAIROBI
from app.domain.language import Language
from app.domain.ledger.statement import Movement, MovementKind
from app.domain.ledger.statement_text import explain
from app.domain.phone import format_local

MAX_ROWS = 2_000

# Millimetres. The columns are when, what happened, and two of amounts that end at their edge.
_LEFT, _RIGHT, _TOP, _BOTTOM = 15.0, 195.0, 18.0, 280.0
_WHAT, _WHAT_WIDTH, _AMOUNT_EDGE = 42.0, 88.0, 162.0
_LINE, _PAD = 5.0, 2.8
_BODY = 10.5  # points

# The light theme of the app (frontend/src/styles/tokens.css).
_INK, _SOFT, _RULE, _BAND = (19, 22, 15), (87, 93, 76), (216, 211, 193), (247, 244, 234)
_GREEN, _AMBER = (12, 107, 57), (255, 176, 31)

# Amounts, phone numbers and receipts are never broken at the end of a line.
_KEEP_TOGETHER = re.compile(r"(?<=KES) |(?<=\d) (?=\d{3}\b)| (?=[A-Z0-9]{8,}\.)")


@dataclass(frozen=True)
class Cover:
    """The owner of a statement, its days (Nairobi's, both included), and when it was made."""

    username: str
    phone: str
    kind: MovementKind | None
    first_day: date | None
    last_day: date
    made_at: datetime


def render(movements: Iterable[Movement], cover: Cover, language: Language) -> bytes:
    """Render `movements`, newest first, as a document with page numbers."""
    paper = _Paper(cover, language)
    rows = list(movements)
    paper.write_cover(rows)
    for movement in rows:
        paper.write_row(movement)
    paper.number_pages()
    return bytes(paper.output())


class _Paper(FPDF):
    """An A4 document; `self.y` (millimetres) is where the next row goes."""

    def __init__(self, cover: Cover, language: Language) -> None:
        super().__init__(format="A4")
        self.cover = cover
        self.language = language
        self.labels = LABELS[language]
        # The fonts that every reader has: the file stays small and nothing is embedded.
        self.core_fonts_encoding = "windows-1252"
        self.set_auto_page_break(auto=False)
        self.set_title(f"WageWars · {self.labels.title} · {cover.username}")
        self.set_author("WageWars")
        self.set_lang(language)
        self.set_creation_date(cover.made_at)
        self.set_line_width(0.2)

    @override
    def header(self) -> None:
        """Write the owner and the period at the head of each page but the first."""
        self.y = _TOP
        if self.page_no() > 1:
            what = f"WageWars · {self.labels.title} · {self.cover.username} · {self._period()}"
            self._put(_LEFT, what, size=9, colour=_SOFT)
            self.y += 7
            self._write_columns()

    def write_cover(self, rows: list[Movement]) -> None:
        """Write the first page: owner, period and totals."""
        self.add_page()
        self.set_fill_color(*_AMBER)
        self.rect(_LEFT, self.y - 4, 4.4, 4.4, style="F")
        self._put(_LEFT + 6.6, "WageWars", size=13, bold=True)
        self.y += 15
        self._put(_LEFT, self.labels.title, size=25, bold=True)
        self.y += 8.5
        self._put(_LEFT, f"{self.cover.username} · {format_local(self.cover.phone)}", size=12)
        self.y += 6
        kind = self.labels.kinds[self.cover.kind] if self.cover.kind else None
        subtitle = " · ".join(filter(None, [self._period(), kind]))
        self._put(_LEFT, subtitle, size=12, colour=_SOFT)
        self.y += 8
        if not rows:
            self._put(_LEFT, self.labels.nothing, size=_BODY)
            return
        self._write_sums(rows)
        self._write_columns()

    def write_row(self, movement: Movement) -> None:
        """Write one movement; its text is not broken across pages."""
        self.set_font("Helvetica", "", _BODY)
        sentence = self._wrapped(explain(movement, self.language))
        height = max(2, len(sentence)) * _LINE + 2 * _PAD
        if self.y + height > _BOTTOM:
            self.add_page()
        top = self.y
        self.y += _PAD + 3.7
        moment = movement.created_at.astimezone(NAIROBI)
        gained = movement.amount > 0
        self._put(_LEFT, written_day(moment.date(), self.language), size=_BODY)
        self._put_right(
            _AMOUNT_EDGE, _signed(movement.amount), bold=True, colour=_GREEN if gained else _INK
        )
        self._put_right(_RIGHT, f"{movement.balance_after:,.2f}")
        for text in sentence:
            self._put(_WHAT, text, size=_BODY)
            self.y += _LINE
        self.y = top + _PAD + 3.7 + _LINE
        self._put(_LEFT, f"{moment:%H:%M}", size=9.5, colour=_SOFT)
        self.y = top + height
        self._rule()

    def number_pages(self) -> None:
        """Write page number and time of creation at the foot of each page."""
        made = self.cover.made_at.astimezone(NAIROBI)
        moment = f"{written_day(made.date(), self.language)}, {made:%H:%M}"
        pages = self.pages_count
        for self.page in range(1, pages + 1):
            self.y = 287
            self._put(_LEFT, self.labels.made.format(moment=moment), size=8.5, colour=_SOFT)
            number = self.labels.page.format(page=self.page, pages=pages)
            self._put_right(_RIGHT, number, size=8.5, colour=_SOFT)

    def _write_sums(self, rows: list[Movement]) -> None:
        gained = sum((row.amount for row in rows if row.amount > 0), Decimal(0))
        lost = sum((row.amount for row in rows if row.amount < 0), Decimal(0))
        sums = [
            (self.labels.money_in, _signed(gained), _GREEN if gained else _INK),
            (self.labels.money_out, _signed(lost), _INK),
        ]
        if self.cover.kind is None:  # only all movements lead from one balance to the other
            before = rows[-1].balance_after - rows[-1].amount
            sums.insert(0, (self.labels.before, f"{before:,.2f}", _INK))
            sums.append((self.labels.after, f"{rows[0].balance_after:,.2f}", _INK))
        self.set_fill_color(*_BAND)
        self.rect(_LEFT, self.y, _RIGHT - _LEFT, 19, style="F", round_corners=True, corner_radius=2)
        self.y += 7.2
        for number, (label, amount, colour) in enumerate(sums):
            x = _LEFT + 5 + number * 44
            self._put(x, label, size=9.5, colour=_SOFT)
            self.y += 6.6
            self._put(x, amount, size=13, bold=True, colour=colour)
            self.y -= 6.6
        self.y += 21.5

    def _write_columns(self) -> None:
        self._put(_LEFT, self.labels.when, size=9.5, colour=_SOFT)
        self._put(_WHAT, self.labels.what, size=9.5, colour=_SOFT)
        self._put_right(_AMOUNT_EDGE, self.labels.amount, size=9.5, colour=_SOFT)
        self._put_right(_RIGHT, self.labels.balance, size=9.5, colour=_SOFT)
        self.y += 2.4
        self._rule()

    def _period(self) -> str:
        last = written_day(self.cover.last_day, self.language)
        if self.cover.first_day is None:
            return self.labels.until.format(last=last)
        first = written_day(self.cover.first_day, self.language)
        return self.labels.period.format(first=first, last=last)

    def _wrapped(self, sentence: str) -> list[str]:
        lines: list[str] = []
        for word in _KEEP_TOGETHER.sub("\xa0", sentence).split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.get_string_width(longer) <= _WHAT_WIDTH:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _put(
        self,
        x: float,
        text: str,
        *,
        size: float,
        bold: bool = False,
        colour: tuple[int, int, int] = _INK,
    ) -> None:
        self.set_font("Helvetica", "B" if bold else "", size)
        self.set_text_color(*colour)
        self.text(x, self.y, text)

    def _put_right(
        self,
        edge: float,
        text: str,
        *,
        size: float = _BODY,
        bold: bool = False,
        colour: tuple[int, int, int] = _INK,
    ) -> None:
        self.set_font("Helvetica", "B" if bold else "", size)
        self._put(edge - self.get_string_width(text), text, size=size, bold=bold, colour=colour)

    def _rule(self) -> None:
        self.set_draw_color(*_RULE)
        self.line(_LEFT, self.y, _RIGHT, self.y)


def _signed(amount: Decimal) -> str:
    sign = "+" if amount > 0 else "–" if amount < 0 else ""
    return f"{sign}{abs(amount):,.2f}"
