"""Briefings of a selection: the slides of one page, or of all pages, with the words of the cover."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dashboard.exports import (
    slides_basic_project,
    slides_function_spending,
    slides_income,
    slides_overview,
    slides_pension,
    slides_projects,
    slides_quality,
    slides_three_public,
    slides_whatif,
)
from dashboard.exports.model import Briefing
from dashboard.exports.slides import Sheet, light

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from dashboard.exports.model import Slide
    from dashboard.exports.slides import Scene
    from dashboard.filters import View

PAGES: Final[Mapping[str, Callable[[Scene], list[Slide]]]] = {
    "overview": slides_overview.slides,
    "function_spending": slides_function_spending.slides,
    "basic_project": slides_basic_project.slides,
    "three_public": slides_three_public.slides,
    "pension": slides_pension.slides,
    "projects": slides_projects.slides,
    "income": slides_income.slides,
    "whatif": slides_whatif.slides,
    "quality": slides_quality.slides,
}
"""By page: what builds its slides. A page that is not here has none of its own."""
NAMED: Final = 3
"""Units a file's name names; of more it says how many there are."""
_FORBIDDEN: Final = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t', "_"))


def one(scene: Scene, made_on: date) -> Briefing:
    """Return the briefing of one page.

    Raises:
        KeyError: the page has no slides.
    """
    slides = PAGES[scene.page](light(scene)) or [_nothing(scene)]
    title = scene.view.t(f"page.{scene.page}")
    return _briefing(scene, slides, title, made_on)


def _nothing(scene: Scene) -> Slide:
    """A page without figures says so: an empty file would leave it open whether something went wrong."""
    return Sheet(scene).slide(scene.view.t("export.nothing"))


def whole(scene: Scene, links: Mapping[str, str], made_on: date) -> Briefing:
    """Return the briefing of the selection, page by page; the page that is open keeps its own choices.

    `links` are those of the pages under this selection.
    """
    drawn = light(scene)
    slides: list[Slide] = []
    for page, build in PAGES.items():
        own = drawn if page == scene.page else replace(drawn, page=page, link=links[page], choices=_shared(scene))
        slides += build(own)
    return _briefing(scene, slides, scene.view.t("export.deck_title"), made_on)


def _shared(scene: Scene) -> dict[str, object]:
    """What a person has asked for on every page alike."""
    return {"together": scene.choices.get("together", False)}


def _briefing(scene: Scene, slides: Sequence[Slide], title: str, made_on: date) -> Briefing:
    view = scene.view
    return Briefing(title, selection(view), tuple(slides), view.unit, view.t.language, made_on, scene.link)


def selection(view: View) -> str:
    """Return the chosen documents in words: jurisdictions, units, years and how many documents."""
    documents = view.documents
    years = sorted(set(documents["fiscal_year"].to_list()))
    regions = documents["jurisdiction"].unique(maintain_order=True).to_list()
    shown = listed_names(view, regions)
    return view.t("export.selection", regions=shown, years=_joined(view, map(str, years)), count=len(documents))


def listed_names(view: View, names: Sequence[str]) -> str:
    """Return a few names, and how many more there are."""
    shown = _joined(view, names[:NAMED])
    return shown if len(names) <= NAMED else view.t("export.and_more", names=shown, count=len(names))


def _joined(view: View, names: object) -> str:
    return ("、" if view.t.language == "zh" else ", ").join(names)  # type: ignore[arg-type]


def file_name(view: View, page: str, made_on: date, suffix: str) -> str:
    """Return the name of a file: what, of which documents, and the day; no character a file system refuses."""
    documents = view.documents
    names = documents["unit"].unique(maintain_order=True).to_list()
    regions = documents["jurisdiction"].unique(maintain_order=True).to_list()
    about = names[0] if len(names) == 1 else listed_names(view, regions)
    years = sorted(set(documents["fiscal_year"].to_list()))
    when = f"{years[0]}" if len(years) == 1 else f"{years[0]}-{years[-1]}"
    what = view.t("export.deck_title") if page == "" else view.t(f"page.{page}")
    name = f"{what}_{about}_{when}_{made_on:%Y%m%d}".translate(_FORBIDDEN)
    return f"{name[:120]}.{suffix}"
