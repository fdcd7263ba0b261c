"""Whether two pictures are one: a comparison of their details, block by block.

Two scoreboards of one map and two players differ in their numbers alone, a few pixels of many, so
a hash or a small thumbnail says that they are one. Here the edges of both (each grey level less the
mean around it) are correlated in small blocks. Saving again, shrinking and brightening change the
strength of edges and leave their shape: a correlation near 1. Another number has another shape. A
cropped picture is laid over the other one first (`_align`).

Blocks that disagree in one place only may be a sticker on an old picture, or an honest picture with
one other number. As large as a sticker they are the former; smaller, a referee has to look.
Figures of both errors on drawn scenes: docs/flows/evidence.md.
"""

import zlib
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.float64]
_Axis = tuple[float, float]  # where in the other picture: scale, then offset (cells)

DETAIL_SIZE = (320, 180)  # cells, of six pixels on a full screen
_WIDTH, _HEIGHT = DETAIL_SIZE
_KEPT_BITS = 0xFC  # six bits of eight: what is left out is noise that does not compress
_SURROUNDINGS = 9  # cells, odd; larger than a digit
_BLOCK = 6  # cells
_FLAT = 30.0  # variance of edges below which a block has nothing to compare
_LEAST_CELLS = 300  # with something to compare, or nobody can tell
# Correlations below which a cell differs, and below which two cells are no noise even if they are
# alone. Moving a picture blurs it.
_AGREES, _STRAY = 0.85, 0.78
_AGREES_ALIGNED, _STRAY_ALIGNED = 0.72, 0.5
_SHIFTED = 0.4  # of all cells: so many disagree when one picture is cropped
_STICKER_CELLS = 250  # of 90 x 60 pixels: about 400 cells with the blocks around it
_ONE_PLACE = (30, 34)  # height and width (cells)
_MARGIN = 4  # cells at the border that have no surroundings
_TILE = (60, 107)
_REACHES = ((12, 22), (4, 4))  # cells by which tiles may be shifted; the second time more exactly
_MOST_SCALE = 0.15


class Resemblance(StrEnum):
    """What two pictures are to each other."""

    SAME = "same"
    UNSURE = "unsure"
    OTHER = "other"


def pack(levels: bytes) -> bytes:
    """Return the grey levels of a picture of `DETAIL_SIZE`, row by row, as they are kept: 3 KB."""
    return zlib.compress(bytes(level & _KEPT_BITS for level in levels), 6)


def compare(one: bytes, two: bytes) -> Resemblance:
    """Compare two packed pictures."""
    mine, theirs = _unpack(one), _unpack(two)
    if mine is None or theirs is None:
        return Resemblance.UNSURE
    agreement, counts = _agreement(mine, theirs, (1.0, 0.0), (1.0, 0.0))
    least, stray = _AGREES, _STRAY
    if counts.any() and float((agreement[counts] < least).mean()) > _SHIFTED:
        laid = _align(mine, theirs)
        if laid is None:
            return Resemblance.OTHER
        agreement, counts = _agreement(mine, theirs, *laid)
        least, stray = _AGREES_ALIGNED, _STRAY_ALIGNED
    if int(counts.sum()) < _LEAST_CELLS:
        return Resemblance.UNSURE
    strays = int((counts & (agreement < stray)).sum())
    return _judge(counts & (agreement < least), has_strays=strays > 1)


def _judge(differs: NDArray[np.bool_], *, has_strays: bool) -> Resemblance:
    places = np.argwhere(differs & (_mean(differs.astype(np.float64), 3) > 0.6))
    if len(places) == 0:
        return Resemblance.UNSURE if has_strays else Resemblance.SAME
    height, width = places.max(axis=0) - places.min(axis=0) + 1
    if height > _ONE_PLACE[0] or width > _ONE_PLACE[1]:
        return Resemblance.OTHER
    return Resemblance.SAME if len(places) >= _STICKER_CELLS else Resemblance.UNSURE


def _unpack(packed: bytes) -> Levels | None:
    cells = _WIDTH * _HEIGHT
    levels = zlib.decompressobj().decompress(packed, cells + 1)
    if len(levels) != cells:
        return None
    return np.frombuffer(levels, dtype=np.uint8).astype(np.float64).reshape(_HEIGHT, _WIDTH)


def _mean(levels: Levels, edge: int) -> Levels:
    """Return the mean of the square of `edge` cells around each cell."""
    before, after = edge // 2 + 1, (edge - 1) // 2
    sums = np.pad(levels, (before, after), mode="edge").cumsum(axis=0).cumsum(axis=1)
    corners = sums[edge:, edge:] - sums[:-edge, edge:] - sums[edge:, :-edge] + sums[:-edge, :-edge]
    mean: Levels = corners / edge**2
    return mean


def _edges(levels: Levels) -> Levels:
    return levels - _mean(levels, _SURROUNDINGS)


def _agreement(
    one: Levels, two: Levels, down: _Axis, across: _Axis
) -> tuple[Levels, NDArray[np.bool_]]:
    """Return each cell's correlation with the other picture, and which cells count."""
    mine, theirs = _edges(one), _edges(_lay(two, down, across))
    own, other = _mean(mine**2, _BLOCK).clip(0), _mean(theirs**2, _BLOCK).clip(0)
    both = _mean(mine * theirs, _BLOCK) / np.sqrt(own * other + 1e-3)
    inside = np.outer(_inside(_HEIGHT, down), _inside(_WIDTH, across))
    return both, (np.maximum(own, other) > _FLAT) & inside


def _inside(cells: int, axis: _Axis) -> NDArray[np.bool_]:
    """Say which cells of a row lie in the other picture, and not at its border."""
    at = np.arange(cells) * axis[0] + axis[1]
    found = np.flatnonzero((at >= 0) & (at <= cells - 1))
    inside = np.zeros(cells, dtype=np.bool_)
    if len(found) > 2 * _MARGIN:
        inside[found[0] + _MARGIN : found[-1] + 1 - _MARGIN] = True
    return inside


def _lay(levels: Levels, down: _Axis, across: _Axis) -> Levels:
    """Return the picture moved and stretched, by cubic interpolation along both axes."""
    if down == across == (1.0, 0.0):
        return levels
    laid: Levels = _weights(_HEIGHT, down) @ levels @ _weights(_WIDTH, across).T
    return laid


def _weights(cells: int, axis: _Axis) -> Levels:
    at = np.clip(np.arange(cells) * axis[0] + axis[1], 0, cells - 1)
    weights = np.zeros((cells, cells))
    for step in range(-1, 3):
        column = np.floor(at).astype(np.int64) + step
        far = np.abs(at - column)
        near = 1.5 * far**3 - 2.5 * far**2 + 1
        outer = -0.5 * far**3 + 2.5 * far**2 - 4 * far + 2
        weight = np.where(far <= 1, near, np.where(far < 2, outer, 0.0))
        np.add.at(weights, (np.arange(cells), np.clip(column, 0, cells - 1)), weight)
    return weights


def _align(one: Levels, two: Levels) -> tuple[_Axis, _Axis] | None:
    """Find how `two` lies on `one` if one of them is a crop: a scale and an offset an axis.

    Tiles of both are laid over each other by the peak of their correlation; a line through their
    shifts is the scale and the offset. None if too few tiles have anything to see.
    """
    mine = _edges(one)
    axes: list[_Axis] = [(1.0, 0.0), (1.0, 0.0)]
    for reach in _REACHES:
        theirs = _edges(_lay(two, axes[0], axes[1]))
        tiles = [found for spot in _spots() if (found := _tile_shift(mine, theirs, spot, reach))]
        if len(tiles) < 3:
            return None
        rows = np.array(tiles)
        weights = rows[:, 4].clip(0.01, 1.0) ** 2
        for axis in (0, 1):
            slope, offset = _line(rows[:, axis], -rows[:, 2 + axis], weights)
            scale, start = axes[axis]
            axes[axis] = (scale * (1 + slope), scale * offset + start)
            if abs(axes[axis][0] - 1) > _MOST_SCALE:
                return None
    return axes[0], axes[1]


def _spots() -> list[tuple[int, int]]:
    """Return the corners of tiles that overlap, four by four."""
    rows, columns = (
        np.linspace(0, whole - tile, 4).astype(int).tolist()
        for whole, tile in zip((_HEIGHT, _WIDTH), _TILE, strict=True)
    )
    return [(row, column) for row in rows for column in columns]


def _tile_shift(
    mine: Levels, theirs: Levels, spot: tuple[int, int], reach: tuple[int, int]
) -> tuple[float, ...] | None:
    """Return a tile's centre, its shift and the height of the peak; None for a flat tile."""
    row, column = spot
    cut = (slice(row, row + _TILE[0]), slice(column, column + _TILE[1]))
    tile, other = mine[cut], theirs[cut]
    if float((tile**2).mean()) < 4.0:
        return None
    product = np.fft.rfft2(tile) * np.conj(np.fft.rfft2(other))
    peaks = np.roll(np.fft.irfft2(product, s=tile.shape), reach, (0, 1))
    peaks = peaks[: 2 * reach[0] + 1, : 2 * reach[1] + 1]
    y, x = (int(at) for at in np.unravel_index(int(peaks.argmax()), peaks.shape))
    height = float(peaks[y, x]) / float(np.sqrt((tile**2).sum() * (other**2).sum()) + 1e-6)
    return (
        row + _TILE[0] / 2,
        column + _TILE[1] / 2,
        y - reach[0] + _top(peaks[:, x], y),
        x - reach[1] + _top(peaks[y], x),
        height,
    )


def _top(line: Levels, at: int) -> float:
    """Return how far the top of a parabola through three points is from the middle one."""
    if not 0 < at < len(line) - 1:
        return 0.0
    left, middle, right = (float(level) for level in line[at - 1 : at + 2])
    bend = left - 2 * middle + right
    return 0.5 * (left - right) / bend if bend < 0 else 0.0


def _line(at: Levels, value: Levels, weights: Levels) -> tuple[float, float]:
    """Fit a line by weighted least squares, five times, with less weight for outliers."""
    table = np.column_stack([at, np.ones_like(at)])
    now = weights
    fit = np.zeros(2)
    for _ in range(5):
        root = np.sqrt(now)
        fit = np.linalg.lstsq(table * root[:, None], value * root, rcond=None)[0]
        now = weights / (1 + ((table @ fit - value) / 0.7) ** 2)
    return float(fit[0]), float(fit[1])
