"""What stands above and below a paper on the screen: what it is and goes to, and where its file is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from i18n import formats
from i18n.language import _
from i18n.printer_refusals import printer_words
from screens.papers import Read, where
from widgets.part import Part
from widgets.text import cut_middle, spread, user_text

if TYPE_CHECKING:
    from screens.preview import Preview
    from screens.sending import SendingPage

MOST_WIDTH = 92


class Title(Part):
    """What is printed, with what, and when it was printed before."""

    def __init__(self, page: Preview) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> list[Content]:
        page, width = self._page, min(width, MOST_WIDTH)
        found = page.found
        title = _("Print") if found is None else f"{_('Print')}   {user_text(found.document.title).plain}"
        printer = page.printer
        said = _("no printer") if printer is None else printer_words(printer.kind, printer.target)
        if printer is not None and printer.kind == "folder" and (page.is_guest or not printer.target):
            said = printer_words("folder", "")
        if found is None:
            return [Content.styled(title, "bold $ink-text"), Content("")]
        right = Content.styled(cut_middle(said, width // 2), "$muted-text")
        head = Content.styled(cut_middle(title, width - right.cell_length - 3), "bold $ink-text")
        return [spread(head, right, width), Content.styled(_before(page, found), "$muted-text")]


def _before(page: Preview, found: Read) -> str:
    last = found.last
    if last is None:
        return _("Not printed yet.")
    tz = found.distribution.place.timezone
    when = formats.short_day_and_time(last.at, tz)
    reader = page.program.session  # nobody: it is laid out once more while they sign out
    if last.by and (reader is None or last.by_id != reader.person.id):
        return _("Printing asked for on {when} by {name}.").format(when=when, name=user_text(last.by).plain)
    return _("Printing asked for on {when}.").format(when=when)


class Where(Part):
    """The file, and for who may know it its folder, once there is one."""

    def __init__(self, page: SendingPage, id: str | None = None) -> None:
        super().__init__(id=id)
        self._page = page

    def lines(self, width: int) -> list[Content]:
        went = self._page.went
        if went is None:
            return []
        from printing.printers import readable

        told = where(readable(went.path), width - 2, folder=not self._page.is_guest)
        return [Content.styled(f"  {line}", "$ink-text") for line in told]
