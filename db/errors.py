"""Refusals: what may not be done, with the facts needed to say why. No sentences: `i18n.refusals` makes them."""

from __future__ import annotations


class Refusal(Exception):
    """Something was refused and nothing was changed. Fields are set from keyword arguments, by name."""

    def __init__(self, **facts: object) -> None:
        super().__init__(*facts.values())
        self.__dict__.update(facts)

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({facts})"


# --- What was typed -------------------------------------------------------------------------------------------------


class TextRefused(Refusal):
    """A control, bidirectional, zero-width or private sign stands in a text."""

    code_point: int
    position: int


class TextTooLong(Refusal):
    limit: int


class TextMissing(Refusal):
    field: str


class QuantityUnreadable(Refusal):
    text: str
    unit: str


class PieceNotWhole(Refusal):
    """Pieces are not cut."""

    text: str


class QuantityAmbiguous(Refusal):
    """Two readings are likely; `choices` are thousandths of the unit, the likelier first."""

    text: str
    unit: str
    choices: tuple[int, ...]


class QuantityOffStep(Refusal):
    """`lower` and `upper` are the nearest quantities (thousandths) that would do; `lower` is None below the minimum."""

    quantity: int
    minimum: int
    step: int
    unit: str
    lower: int | None
    upper: int


class QuantityTooLarge(Refusal):
    quantity: int
    limit: int
    unit: str


class MoneyUnreadable(Refusal):
    text: str


class PhoneInvalid(Refusal):
    """`missing` digits (positive), or too many (negative), or 0 when the shape is wrong."""

    text: str
    missing: int


class EmailInvalid(Refusal):
    text: str


class PostcodeInvalid(Refusal):
    text: str


class SecretTooWeak(Refusal):
    """`reason`: 'short', 'common', 'sequence', 'repeated', 'personal'."""

    reason: str


class SecretsDiffer(Refusal):
    pass


class CapacityInvalid(Refusal):
    """What someone can carry. `what`: 'orders' or 'kilos'; `least` and `most` are orders, or grams."""

    text: str
    what: str
    least: int
    most: int


class MomentUnreadable(Refusal):
    """No day and hour can be read, or there is no such day."""

    text: str


class MomentContradicts(Refusal):
    """The day of the week is not that of the date."""

    text: str


class MomentTooFar(Refusal):
    """More than `days` before or after the distribution."""

    text: str
    days: int


# --- Who ------------------------------------------------------------------------------------------------------------


class SignInRefused(Refusal):
    """Unknown name and wrong secret alike. `wait` is in seconds, 0 if one may try again at once."""

    wait: int


class EmailTaken(Refusal):
    """Somebody has this e-mail already: sign in instead."""

    email: str


class ContactMissing(Refusal):
    """Neither e-mail nor phone was given."""


class AddressMissing(Refusal):
    pass


class PhoneMissing(Refusal):
    pass


class ConsentMissing(Refusal):
    pass


class NotAllowed(Refusal):
    """`needed` is the role that may: 'member', 'volunteer' or 'coordinator'."""

    needed: str


class LastCoordinator(Refusal):
    """A group keeps at least one coordinator: name another one first."""


class Unknown(Refusal):
    """Nothing has this id, name or date. `kind`: 'group', 'member', 'distribution', 'product', 'order'…"""

    kind: str
    given: str


class NotUnique(Refusal):
    """Several things have this name; `choices` tell them apart (ids as text)."""

    kind: str
    given: str
    choices: tuple[str, ...]


class NameTaken(Refusal):
    kind: str
    name: str


# --- Orders ---------------------------------------------------------------------------------------------------------


class OrdersNotOpen(Refusal):
    """Times are UTC seconds. `state`: 'upcoming' or 'closed'."""

    state: str
    opens_at: int
    closes_at: int
    timezone: str


class ProductUnavailable(Refusal):
    product: str


class PriceChanged(Refusal):
    """Cents per unit. The new price was not shown before: ask, then record with it."""

    product: str
    unit: str
    shown: int
    now: int


class StockShort(Refusal):
    """`left` thousandths remain for a `wanted` quantity; `product_id` names the line."""

    product: str
    product_id: int
    unit: str
    left: int
    wanted: int


class BasketEmpty(Refusal):
    pass


class BasketNotPending(Refusal):
    """The basket was changed or put back to draft since it was validated: validate it again."""


class PaymentUnavailable(Refusal):
    means: str


class DatesOutOfOrder(Refusal):
    """Orders must open before they close, close before the distribution, and it start before it ends.
    `earlier` and `later` name the two that clash: 'opens', 'closes', 'starts', 'ends'."""

    earlier: str
    later: str


class ClockInDoubt(Refusal):
    """The computer's clock is behind the last entry (`last`, UTC seconds) or before the program's release."""

    now: int
    last: int


class AlreadyAnswered(Refusal):
    pass


# --- Deliveries -----------------------------------------------------------------------------------------------------


class RequestTaken(Refusal):
    """Somebody else was faster. `by` is their first name and initial."""

    by: str


class RequestGone(Refusal):
    """The person needs no delivery any more, or ordered nothing."""


class OwnRequest(Refusal):
    """Nobody delivers to themselves."""


class OfferMissing(Refusal):
    """The one who would deliver has not said how much they can carry. `name` is empty when it is oneself."""

    name: str


class LimitReached(Refusal):
    """`what`: 'orders' or 'kilos'; `would` be carried with this request, of `limit` (grams for kilos)."""

    what: str
    would: int
    limit: int


class StillCarrying(Refusal):
    """An offer is not taken back while `orders` of others are carried: release them first."""

    orders: int


class NotAssigned(Refusal):
    """Requests that cannot be assigned any more, so none of those asked for is: (basket id, refusal) each."""

    why: tuple[tuple[int, Refusal], ...]


class NotCarried(Refusal):
    """The reader does not carry this request (any more)."""


class MeetTooEarly(Refusal):
    """Agreed for an hour before the goods are there; `starts_at` is UTC seconds."""

    starts_at: int
    timezone: str


class MeetTooLate(Refusal):
    """Agreed for an hour after `until` (UTC seconds), when nothing is arranged any more."""

    until: int
    timezone: str


class DeliveryOver(Refusal):
    """The distribution was over `days` days ago: contacts are gone, nothing is arranged any more."""

    days: int


class DependedOn(Refusal):
    """A gesture cannot be undone: something later rests on it. `kind` as `db.models.DeliveryStep` has it."""

    kind: str


# --- Time slots -----------------------------------------------------------------------------------------------------


class SlotsInvalid(Refusal):
    """`reason`: 'minutes' or 'places', which are from `least` to `most`, or 'hours': the distribution lasts only `most`
    minutes."""

    reason: str
    least: int
    most: int


class NoSlots(Refusal):
    """The distribution has no time slots, or none fits into its hours."""


class SlotUnknown(Refusal):
    """No slot of the distribution begins at `start` (UTC seconds)."""

    start: int
    timezone: str


class NoSlotChosen(Refusal):
    pass


class NoSlotNeeded(Refusal):
    """The order is brought to its member, or nothing is left of it."""


class SlotsClosed(Refusal):
    """Members choose until orders close; `closes_at` is UTC seconds."""

    closes_at: int
    timezone: str


class SlotFull(Refusal):
    """`placed` people have this slot already, of `places`. `start` is UTC seconds."""

    start: int
    timezone: str
    placed: int
    places: int


# --- The counter ----------------------------------------------------------------------------------------------------


class WeightUnreadable(Refusal):
    """Not a weight, or a jar that weighs as much as what is in it."""

    text: str
    unit: str


class WeightImplausible(Refusal):
    """Under a hundredth or over a hundred times what was ordered; `likely` is what was meant, or None. Thousandths."""

    quantity: int
    ordered: int
    unit: str
    likely: int | None


class WeightDiffers(Refusal):
    """More or less than was ordered, beyond what the group puts up with: asked about once. Thousandths."""

    quantity: int
    ordered: int
    unit: str


class WeighedMeanwhile(Refusal):
    """Somebody else weighed or changed this line since it was shown: `quantity` thousandths, by `by`, at `at`."""

    by: str
    at: int
    timezone: str
    quantity: int
    unit: str


class SurplusShort(Refusal):
    """Only what is left over is sold without an order: `left` thousandths of it."""

    product: str
    unit: str
    left: int
    wanted: int


class RecordedOtherwise(Refusal):
    """This list was sold already, before something on it changed."""


class DueChanged(Refusal):
    """What is due is no longer what was shown, cents: somebody weighed or took money meanwhile."""

    shown: int
    due: int


class StillToWeigh(Refusal):
    """Positions of the order are not weighed: what is to be paid is not known."""

    positions: int


class AlreadyServed(Refusal):
    """The order was handed over, by `by` at `at` (UTC seconds)."""

    by: str
    at: int
    timezone: str


class TillClosed(Refusal):
    """The till of this distribution is closed: only the coordination corrects it."""

    by: str
    at: int
    timezone: str


class SharesChanged(Refusal):
    """Somebody weighed, ordered or noted what came since the shares were shown. Nothing is shared out."""


class TillNotOpen(Refusal):
    pass


class TillShort(Refusal):
    """By the book the till holds `held` cents, and `wanted` should be given back out of it: asked about."""

    held: int
    wanted: int


class TillAlreadyOpen(Refusal):
    by: str


class MoneyTooMuch(Refusal):
    """More money than sense: asked about. Cents."""

    amount: int


class ReasonMissing(Refusal):
    """Money falls: somebody says why."""


class NothingToUndo(Refusal):
    pass


class NotUndone(Refusal):
    """A gesture cannot be undone because a later one rests on it: `kind` as `db.models.counter` has it, by whom; 'sold'
    when that sold what this one had given back.

    `gesture` is the kind of the one that was to be undone, `product` and `person` what and whom it was about; the
    `later_` ones those of what stands in the way. Names are empty where there is none.
    """

    gesture: str
    product: str
    person: str
    kind: str
    by: str
    at: int
    timezone: str
    later_product: str
    later_person: str


# --- The book -------------------------------------------------------------------------------------------------------


class BookRefused(Refusal):
    """The file cannot be opened as a book. `path` is where it is."""

    path: str


class BookMissing(BookRefused):
    pass


class BookExists(BookRefused):
    pass


class BookEmpty(BookRefused):
    """A file of zero bytes: a copy that was cut, or a full disk. Never turned into a book."""


class BookForeign(BookRefused):
    """Another program's database, or not a database at all."""


class BookNewer(BookRefused):
    """Written by a newer Comptoir. `version` is the book's, `known` the newest this program knows."""

    version: int
    known: int


class BookDamaged(BookRefused):
    """`detail` is the engine's word, for the log only."""

    detail: str


class BookReadOnly(BookRefused):
    pass


class BookLocked(BookRefused):
    """Another program holds the book and did not let go in time."""


class DiskFull(Refusal):
    """Nothing was recorded; the book is whole."""


class BackupFailed(Refusal):
    """`reason`: 'exists', 'folder', 'full', 'different', 'damaged'."""

    path: str
    reason: str


# --- Imported files -------------------------------------------------------------------------------------------------


class LineRefused(Refusal):
    """One line of an imported file. `line` counts from 1 with the heading; `cause` is the refusal of its cell."""

    line: int
    column: str
    cause: Refusal


class CellInvalid(Refusal):
    """`reason`: 'number', 'ambiguous', 'cents', 'unit', 'empty', 'negative', 'whole', 'multiple', 'duplicate', 'vat',
    'yes_no', 'group', 'columns', 'letter'."""

    text: str
    reason: str


class ImportRefused(Refusal):
    """Nothing was imported; `lines` are the refusals, in order."""

    lines: tuple[LineRefused, ...]


class FileUnreadable(Refusal):
    """`reason`: 'missing', 'rights', 'encoding', 'spreadsheet', 'size', 'empty', 'quotes', 'columns' (`detail` names
    those that are missing), 'twice' (`detail` names the column)."""

    path: str
    reason: str
    detail: str


# --- Documents ------------------------------------------------------------------------------------------------------


class NotSaved(Refusal):
    """A document could not be written into the folder `path`."""

    path: str


class NeverPrinted(Refusal):
    """What changed since a paper can only be told of one that was printed."""


class PrinterRefused(Refusal):
    """A document did not go to the printer `printer` (its name or address, may be empty); it is kept at `path` ('' when
    there is none). `reason`: 'none' (none is known here), 'which' (several are, none is chosen), 'daemon', 'unknown',
    'off', 'closed', 'refused', 'timeout', 'unreachable', 'address', 'kind', 'missing', 'rights', 'busy', 'cut', 'full',
    'paper', 'cover', 'fault', 'library', 'viewer', 'sheet' (not on this paper), 'lost' (its file is gone), 'failed'.
    `detail`: in the machine's words."""

    printer: str
    reason: str
    path: str
    detail: str
