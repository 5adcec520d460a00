"""The formats a briefing can be had in: one function for all, which loads a writer only when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from dashboard.exports import house

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.exports.house import House
    from dashboard.exports.model import Briefing

Format = Literal["pptx", "docx", "xlsx", "csv", "parquet"]
"""Also the suffix of the file's name."""

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
MIME: Final[dict[Format, str]] = {
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}


def make(briefing: Briefing, wanted: Format, look: House | None = None) -> bytes:
    """Return the file of a briefing: a deck, a text, a workbook, or its figures one a row (CSV, Parquet).

    `look` is the house template, by default the one of `house.current()`, whose `problems` the page should show.
    """
    return _writer(wanted)(briefing, look or house.current())


def _writer(wanted: Format) -> Callable[[Briefing, House], bytes]:
    """Writers import heavy libraries: nobody waits for one that is not used."""
    if wanted == "pptx":
        from dashboard.exports import pptx  # noqa: PLC0415 - see above

        return pptx.deck
    if wanted == "docx":
        from dashboard.exports import docx  # noqa: PLC0415 - see above

        return docx.report
    if wanted == "xlsx":
        from dashboard.exports import xlsx  # noqa: PLC0415 - see above

        return xlsx.workbook
    from dashboard.exports import data_files  # noqa: PLC0415 - see above

    return data_files.csv if wanted == "csv" else data_files.parquet
