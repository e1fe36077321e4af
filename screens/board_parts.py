"""Above and below the board of deliveries: how many have nobody, and all of the request under the mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from db.values.delivery import BoardLine
from i18n import formats
from i18n.language import _, ngettext
from screens import request_words
from screens.board_columns import MOST_WIDTH
from widgets.part import Part
from widgets.text import cut_middle, spread, user_text

if TYPE_CHECKING:
    from screens.deliveries import Deliveries

_SOME = 12  # columns below which a name or a wish says nothing


class Title(Part):
    """What the page is, of which day, and how many have nobody."""

    def __init__(self, page: Deliveries) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> list[Content]:
        page, width = self._page, min(width, MOST_WIDTH)
        title = Content.styled(_("Deliveries between neighbours"), "bold $ink-text")
        lines = list(page.requests.values())
        if not lines:
            return [title]
        if not page.several:
            title = Content.assemble(title, "   ", (request_words.day_of(lines[0]), "$muted-text"))
        alone = sum(line.round is None for line in lines)
        if alone:
            said = ngettext("! {n} without a deliverer", "! {n} without a deliverer", alone).format(n=alone)
            return [spread(title, Content.styled(said, "bold $amber-text"), width)]
        return [spread(title, Content.styled(_("● all have somebody"), "$open-text"), width)]


class Detail(Part):
    """The request under the mark, in two rows. Who brings it is never cut away: the wish is, which Enter shows."""

    DEFAULT_CSS = "Detail { height: 2; }"

    def __init__(self, page: Deliveries) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> list[Content]:
        page, line = self._page, self._page.request
        if line is None:
            return [Content("")]
        asked = _("asked {when}").format(when=formats.from_now(line.asked_at, page.now, line.timezone))
        size = f"   {request_words.size(line)}   {asked}"
        called = cut_middle(page.named(line), max(_SOME, width - cell_len(size)))
        said = [request_words.day_of(line)] if page.several else []
        if line.round is not None:
            said.append(_("brought by: {name}").format(name=self._deliverers(line)))
        known = cut_middle("   ".join(said), width)
        room = width - cell_len(known) - 3 * bool(known)
        if line.times and room >= _SOME:
            wish = Content(_("wishes: {times}").format(times=user_text(line.times).plain))
            known = "   ".join(part for part in (known, wish.truncate(room, ellipsis=True).plain) if part)
        return [
            Content.assemble((called, "bold $ink-text"), (size, "$muted-text")),
            Content.styled(known, "$muted-text"),
        ]

    def _deliverers(self, line: BoardLine) -> str:
        assert line.round is not None
        ids = (line.round.deliverer, *(rival.deliverer for rival in line.round.rivals))
        names = (line.deliverer, *line.rivals)
        called = zip(names, ids, strict=True)
        return ", ".join(request_words.named(name, id, self._page.homonyms) for name, id in called)
