"""Sheets of paper, and how they are parted: lengths are millimetres."""

from __future__ import annotations

from typing import NamedTuple

from printing.marks import Mark, Stroke


class Paper(NamedTuple):
    width: float
    height: float  # 0: as long as it needs
    across: int
    down: int
    margin: float
    plate: float  # size of a basket number
    title: float  # of the first heading, in sizes of the text
    leading: float  # height of a line, in sizes
    gap: float  # between columns
    strip: float  # height that the words at the head and at the foot take; 0: there are none
    foot: bool
    scissors: bool = False  # cut between its cells
    gutter: float = 0  # between cells that read on as columns of one sheet; 0: each has margins of its own

    @property
    def pitch(self) -> float:
        """From one cell to the next."""
        return (self.width - 2 * self.margin + self.between) / self.across

    @property
    def between(self) -> float:
        return self.gutter or 2 * self.margin

    def tighter(self) -> Paper:
        return self._replace(plate=self.plate * 0.8, leading=1.02, gap=self.gap * 0.6)


PAPERS = {
    "a4": Paper(210, 297, 1, 1, 12, 54, 1.5, 1.22, 3, 7, True),
    "a4_landscape": Paper(297, 210, 1, 1, 12, 54, 1.5, 1.22, 3, 7, True),
    "columns": Paper(210, 297, 2, 1, 12, 54, 1.5, 1.22, 3, 7, True, gutter=8),
    "halves": Paper(210, 297, 1, 2, 12, 54, 2.0, 1.22, 3, 6, False, scissors=True),
    "quarters": Paper(210, 297, 2, 2, 6, 34, 1.3, 1.15, 2, 4.5, False, scissors=True),
    "labels": Paper(210, 297, 3, 8, 3.5, 50, 1.3, 1.15, 2, 0, False),
    "receipt": Paper(80, 0, 1, 1, 4, 38, 1.3, 1.18, 2, 0, False),
}


def cuts(paper: Paper) -> list[Mark]:
    """Where the scissors go."""
    if not paper.scissors:
        return []
    lines: list[Mark] = [
        Stroke(0, down * paper.height / paper.down, paper.width, down * paper.height / paper.down, dashed=True)
        for down in range(1, paper.down)
    ]
    lines += [
        Stroke(across * paper.width / paper.across, 0, across * paper.width / paper.across, paper.height, dashed=True)
        for across in range(1, paper.across)
    ]
    return lines
