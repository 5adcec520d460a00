"""The filters where jurisdictions and units are too many to send, and what a link may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cache, catalogue, filters, queries, theme
from dashboard.catalogue import MOST_OFFERED
from dashboard.database import connect, current_version
from dashboard.format import MoneyUnit
from dashboard.text import Text
from tests.dashboard import sample
from tests.dashboard.test_pages import APP, PAGES, open_page, words

if TYPE_CHECKING:
    from pathlib import Path


def documents(jurisdictions: int, units: int) -> pl.DataFrame:
    """Rows of `documents` for so many jurisdictions of two provinces, each with so many units."""
    numbers = range(jurisdictions * units)
    return pl.DataFrame(
        {
            "document_id": [f"d{n:06}" for n in numbers],
            "jurisdiction": [f"辖区{n // units:05}" for n in numbers],
            "division_code": [None if n % 97 == 0 else f"{37 if n % 2 else 13}0000" for n in numbers],
            "within_division_code": [None for _ in numbers],
            "unit": [f"辖区{n // units:05}第{n % units}局" for n in numbers],
            "fiscal_year": [2024 for _ in numbers],
            "stage": ["budget" for _ in numbers],
        },
        schema_overrides={"within_division_code": pl.String},
    )


@pytest.fixture(scope="module")
def national() -> catalogue.Catalogue:
    return catalogue.catalogue(documents(3000, 8))


def test_few_names_are_offered_and_the_others_counted(national: catalogue.Catalogue) -> None:
    assert national.is_large
    offer = national.offer("unit", [], pl.lit(value=True), "")
    assert (len(offer.names), offer.more) == (MOST_OFFERED, 24_000 - MOST_OFFERED)


def test_letters_are_searched_as_they_are(national: catalogue.Catalogue) -> None:
    assert national.offer("jurisdiction", [], pl.lit(value=True), "02999").names == ["辖区02999"]
    assert national.offer("jurisdiction", [], pl.lit(value=True), "0299.").names == []
    assert national.offer("jurisdiction", [], pl.lit(value=True), "(").names == []


def test_what_is_chosen_stays_offered_whatever_is_searched(national: catalogue.Catalogue) -> None:
    offer = national.offer("jurisdiction", ["辖区00007"], pl.lit(value=True), "0299")
    assert offer.names[0] == "辖区00007"
    assert len(offer.names) == 1 + 11  # 00299, and 02990 to 02999
    assert offer.more == 0
    again = national.offer("jurisdiction", ["辖区02990"], pl.lit(value=True), "0299")
    assert len(again.names) == len(set(again.names)) == 11


def test_a_province_holds_what_its_code_begins(national: catalogue.Catalogue) -> None:
    assert list(national.provinces) == ["河北省", "山东省"]
    inside = national.everything.filter(national.within("山东省"))
    assert inside["division_code"].unique().to_list() == ["370000"]
    assert len(national.everything.filter(national.within(None))) == 24_000


def test_rows_are_made_when_they_are_asked_for(national: catalogue.Catalogue) -> None:
    assert national.about["d000009"]["jurisdiction"] == "辖区00001"
    assert len(national.about) == 24_000
    assert "nobody" not in national.about
    with pytest.raises(KeyError):
        national.about["nobody"]


def test_colours_and_names_are_those_of_small_databases(database: Path) -> None:
    everything = queries.run(connect(current_version(database)), queries.documents())
    known = catalogue.catalogue(everything)
    assert not known.is_large
    jurisdictions = everything["jurisdiction"].unique().to_list()
    for name in jurisdictions:
        assert theme.LIGHT.of(name, jurisdictions) == theme.LIGHT.at(known.ranks[name])
    twice = pl.concat([everything, everything.head(1).with_columns(document_id=pl.lit("copy"))])
    assert catalogue.catalogue(twice).alike == {"copy", everything["document_id"][0]}


def test_only_the_first_documents_are_drawn(national: catalogue.Catalogue) -> None:
    view = filters.View(
        Text("zh"),
        MoneyUnit.WAN,
        theme.LIGHT,
        national.everything,
        national.everything,
        national.about,
    )
    assert view.shown == view.ids[: filters.MOST_SHOWN]
    assert len(view.shown) + view.hidden == len(view.ids) == 24_000


def test_choices_are_shared_and_the_last_are_kept(national: catalogue.Catalogue) -> None:
    choices = [[pl.col("unit") == f"辖区{n:05}第0局"] for n in range(catalogue.MOST_CHOICES + 1)]
    first = national.chosen(choices[0])
    assert first[1] == ["d000000"]
    assert national.chosen([pl.col("unit") == "辖区00000第0局"]) is first
    for conditions in choices[1:]:
        assert len(national.chosen(conditions)[1]) == 1
    assert len(national._chosen) == catalogue.MOST_CHOICES
    assert national.chosen(choices[0]) is not first
    assert national.chosen([])[0] is national.everything


@pytest.fixture
def searched(shown: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample, as if its names were too many."""
    monkeypatch.setattr(catalogue, "MOST_OPTIONS", 1)
    monkeypatch.setattr(catalogue, "MOST_OFFERED", 2)
    return shown


def chosen(at: AppTest) -> set[str]:
    return set(at.session_state[filters._VIEW].ids)


@pytest.mark.usefixtures("searched")
def test_a_search_offers_what_it_finds_and_changes_no_figure() -> None:
    cache._catalogue.clear()
    at = open_page("overview")
    assert len(at.multiselect(key="region").options) == 2
    assert "另有 1 个名称未列出" in words(at)
    at.text_input(key="name_part").input("丙").run()
    assert at.multiselect(key="region").options == ["丙市"]
    assert at.multiselect(key="unit").options == ["丙市人力资源和社会保障局"]
    assert chosen(at) == {d["document_id"] for d in sample.DOCUMENTS}
    at.multiselect(key="region").select("丙市").run()
    assert chosen(at) == {sample.NONE}
    at.text_input(key="name_part").input("乙").run()
    assert set(at.multiselect(key="region").options) == {"丙市", "乙区"}
    assert chosen(at) == {sample.NONE}
    at.button(key="clear").click().run()
    assert chosen(at) == {d["document_id"] for d in sample.DOCUMENTS}
    assert not at.exception


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize("name", PAGES)
def test_every_page_stands_beside_these_filters(name: str) -> None:
    cache._catalogue.clear()
    at = open_page(name)
    assert not at.exception
    assert at.text_input(key="name_part").value == ""


@pytest.mark.usefixtures("searched")
def test_a_link_is_followed_though_its_names_are_not_offered() -> None:
    cache._catalogue.clear()
    at = open_page("overview", region=["甲市"], unit="甲市社会保险中心")
    assert chosen(at) == {sample.UNIT}
    assert at.multiselect(key="region").value == ["甲市"]


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(("key", "value"), [("region", "丁市"), ("year", "1999"), ("unit", "$a$ **局**")])
def test_a_value_that_nobody_has_is_said_and_left_out(key: str, value: str) -> None:
    at = AppTest.from_file(str(APP), default_timeout=30)
    at.query_params[key] = [value, "2023"] if key == "year" else value
    at.run()
    assert value in [text.value for text in at.text]
    wanted = {sample.UNIT, sample.NONE} if key == "year" else {d["document_id"] for d in sample.DOCUMENTS}
    assert chosen(at) == wanted
    assert value not in at.query_params.get(key, [])
