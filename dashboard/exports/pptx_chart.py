"""Native charts, with their data in a workbook that Office opens: numbers are numbers, names are never formulas."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.util import Pt

from dashboard.exports import chart_values, faces, fitting
from dashboard.exports.pptx_base import Area, rgb
from dashboard.exports.words import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.chart_values import Drawn
    from dashboard.exports.house import House
    from dashboard.exports.model import Chart
    from dashboard.format import MoneyUnit

_TYPES: Final = {
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "stacked_share": XL_CHART_TYPE.COLUMN_STACKED_100,
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "pie": XL_CHART_TYPE.PIE,
    "waterfall": XL_CHART_TYPE.COLUMN_STACKED,
}
_LYING: Final = {
    XL_CHART_TYPE.COLUMN_STACKED: XL_CHART_TYPE.BAR_STACKED,
    XL_CHART_TYPE.COLUMN_STACKED_100: XL_CHART_TYPE.BAR_STACKED_100,
}
_STACKED: Final = {*_LYING, *_LYING.values()}
_BARS: Final = {XL_CHART_TYPE.BAR_CLUSTERED, *_LYING.values()}
_LABEL: Final = 10
_MOST_SLICES: Final = 8
_PLOT: Final = 0.85
"""Of a chart's width or height, what its axes and legend leave."""
_LONG_NAME: Final = 9
"""Names with more characters are easier to read beside lying bars."""
_WHITE: Final = "#ffffff"


def draw(shapes: Any, area: Area, chart: Chart, unit: MoneyUnit, house: House) -> Any:  # noqa: ANN401 - the library's own
    """Draw a chart (not a treemap) into an area; return its frame."""
    series = chart_values.drawn(chart, unit)
    shown = chart_values.places(chart, unit)
    kind = _kind(chart, series, area)
    names = [plain(category) for category in chart.categories]
    data: Any = CategoryChartData(number_format=chart_values.number_format(shown))  # type: ignore[no-untyped-call]
    data.categories = names
    for one in series:
        data.add_series(plain(one.name), one.values)
    frame = shapes.add_chart(kind, area.left, area.top, area.width, area.height, data)
    drawing = frame.chart
    drawing.part.chart_workbook.update_from_xlsx_blob(_workbook(names, series, chart_values.number_format(shown)))
    _dress(drawing, kind, series, house)
    _label(drawing, kind, series, area, house)
    faces.apply(drawing.part._element, house.fonts)  # noqa: SLF001 - the library sets Latin faces only
    return frame


def _kind(chart: Chart, series: Sequence[Drawn], area: Area) -> XL_CHART_TYPE:
    """The native kind: what cannot be drawn as asked (a pie of losses) is drawn as bars, which can."""
    negative = any(value is not None and value < 0 for one in series for value in one.values)
    if (chart.kind == "pie" and (negative or len(series) != 1)) or (chart.kind == "stacked_share" and negative):
        return XL_CHART_TYPE.BAR_CLUSTERED
    if chart.kind == "waterfall" and not chart_values.is_waterfall(chart):
        return XL_CHART_TYPE.COLUMN_CLUSTERED
    kind = _TYPES[chart.kind]
    long = max((fitting.em(category) for category in chart.categories), default=0) > _LONG_NAME
    narrow = len(chart.categories) * _widest(series) > area.points[0] * _PLOT
    return _LYING.get(kind, kind) if long or narrow else kind


def _widest(series: Sequence[Drawn]) -> float:
    """The width of the widest label, in points."""
    texts = [
        label or f"{value:,.2f}"
        for one in series
        for label, value in zip(one.labels, one.values, strict=True)
        if label or (value is not None and one.numbered)
    ]
    return max(map(fitting.em, texts), default=0.0) * _LABEL + 4


def _workbook(names: Sequence[str], series: Sequence[Drawn], number_format: str) -> bytes:
    """The data behind the chart, in the cells the library's references point to; text stays text."""
    import xlsxwriter  # noqa: PLC0415 - slow to import

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet, figures = book.add_worksheet(), book.add_format({"num_format": number_format})
        for row, name in enumerate(names, start=1):
            sheet.write_string(row, 0, name)
        for column, one in enumerate(series, start=1):
            sheet.write_string(0, column, plain(one.name))
            for row, value in enumerate(one.values, start=1):
                if value is not None:
                    sheet.write_number(row, column, value, figures)
    return content.getvalue()


def _dress(drawing: Any, kind: XL_CHART_TYPE, series: Sequence[Drawn], house: House) -> None:  # noqa: ANN401
    drawing.has_title = False
    drawing.font.size = Pt(_LABEL)
    drawing.font.color.rgb = rgb(house.colours.text)
    drawing.has_legend = kind == XL_CHART_TYPE.PIE or (len(series) > 1 and all(one.colour for one in series))
    if drawing.has_legend:
        drawing.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawing.legend.include_in_layout = False
    _gaps(drawing)
    plot = drawing.plots[0]
    if kind == XL_CHART_TYPE.PIE:
        plot.vary_by_categories = True
        return
    plot.vary_by_categories = False
    if kind != XL_CHART_TYPE.LINE_MARKERS:
        plot.gap_width = 55
        plot.overlap = 100 if kind in _STACKED else -5
    _axes(drawing, kind, house)
    _from_zero(drawing.value_axis, kind, series)
    for one, native in zip(series, plot.series, strict=True):
        _paint(native, one, kind)


def _paint(native: Any, one: Drawn, kind: XL_CHART_TYPE) -> None:  # noqa: ANN401
    if one.colour is None:
        native.format.fill.background()
        native.format.line.fill.background()
        return
    if kind == XL_CHART_TYPE.LINE_MARKERS:
        native.format.line.color.rgb = rgb(one.colour)
        native.format.line.width = Pt(2.25)
        native.smooth = False
        native.marker.format.fill.solid()
        native.marker.format.fill.fore_color.rgb = rgb(one.colour)
        native.marker.format.line.color.rgb = rgb(one.colour)
        return
    native.invert_if_negative = False
    native.format.fill.solid()
    native.format.fill.fore_color.rgb = rgb(one.colour)
    native.format.line.color.rgb = rgb(_WHITE)
    native.format.line.width = Pt(0.5)


def _gaps(drawing: Any) -> None:  # noqa: ANN401
    """A blank is a gap, whatever the kind of chart."""
    root = drawing._chartSpace.chart  # noqa: SLF001 - the library has no such property
    for old in root.findall(f"{{{_C}}}dispBlanksAs"):
        root.remove(old)
    place = root.find(f"{{{_C}}}plotVisOnly")
    gap = root.makeelement(f"{{{_C}}}dispBlanksAs", {"val": "gap"}, None)
    if place is None:
        root.append(gap)
    else:
        place.addnext(gap)


_C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def _axes(drawing: Any, kind: XL_CHART_TYPE, house: House) -> None:  # noqa: ANN401
    words, numbers = drawing.category_axis, drawing.value_axis
    words.format.line.color.rgb = rgb(house.colours.muted)
    words.has_major_gridlines = False
    # Names stay at the edge, also where bars reach below zero.
    words.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    numbers.has_major_gridlines = True
    numbers.major_gridlines.format.line.color.rgb = rgb(house.colours.line)
    numbers.major_gridlines.format.line.width = Pt(0.5)
    numbers.format.line.fill.background()
    share = kind in {XL_CHART_TYPE.COLUMN_STACKED_100, XL_CHART_TYPE.BAR_STACKED_100}
    numbers.tick_labels.number_format = "0%" if share else "#,##0.######"
    numbers.tick_labels.number_format_is_linked = False
    if share:
        numbers.maximum_scale, numbers.minimum_scale = 1, 0
    if kind in _BARS:
        # The first name stands at the top; the numbers of the axis stay below.
        words.reverse_order = True
        numbers.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _from_zero(axis: Any, kind: XL_CHART_TYPE, series: Sequence[Drawn]) -> None:  # noqa: ANN401
    """Bars begin at zero: where all are about as long, a program of its own would begin the axis further on."""
    values = [value for one in series for value in one.values if value is not None]
    if kind == XL_CHART_TYPE.LINE_MARKERS or not values:
        return
    if min(values) >= 0:
        axis.minimum_scale = 0
    elif max(values) <= 0:
        axis.maximum_scale = 0


def _label(drawing: Any, kind: XL_CHART_TYPE, series: Sequence[Drawn], area: Area, house: House) -> None:  # noqa: ANN401
    """Say every amount on its bar where there is room; all of them stand in the notes."""
    if not _has_room(kind, series, area):
        return
    turned = _is_turned(kind, series, area)
    number_format = drawing._chartSpace.findtext(f".//{{{_C}}}formatCode")  # noqa: SLF001 - that of the data
    for one, native in zip(series, drawing.plots[0].series, strict=True):
        if not one.numbered and not any(one.labels):
            continue
        ink = _ink(one.colour, kind, house)
        position = _position(kind, one)
        labels = native.data_labels
        labels.show_value = one.numbered
        labels.number_format, labels.number_format_is_linked = number_format, False
        labels.font.size = Pt(_LABEL)
        labels.font.color.rgb = rgb(ink)
        labels.position = position
        if turned:
            labels._element.txPr.bodyPr.set("rot", "-5400000")  # noqa: SLF001 - upright columns, narrow ones
        for number, (value, label) in enumerate(zip(one.values, one.labels, strict=True)):
            if value is not None and one.colour and _is_thin(value, number, series, kind, area):
                _hide(native, number)
            elif value is not None and label is not None:
                _text(native.points[number].data_label, label, ink, position)


def _has_room(kind: XL_CHART_TYPE, series: Sequence[Drawn], area: Area) -> bool:
    count = len(series[0].values) if series else 0
    beside = 1 if kind in _STACKED else len(series)
    if kind == XL_CHART_TYPE.PIE:
        return count <= _MOST_SLICES
    if kind == XL_CHART_TYPE.LINE_MARKERS:
        return len(series) <= 2 and count * _widest(series) <= area.points[0] * _PLOT
    across = area.points[1] if kind in _BARS else area.points[0]
    return count * beside * (_LABEL + 3) <= across * _PLOT


def _is_turned(kind: XL_CHART_TYPE, series: Sequence[Drawn], area: Area) -> bool:
    """Labels of narrow columns stand upright."""
    if kind != XL_CHART_TYPE.COLUMN_CLUSTERED:
        return False
    return len(series) * len(series[0].values) * _widest(series) > area.points[0] * _PLOT * 0.75


def _is_thin(value: Decimal, number: int, series: Sequence[Drawn], kind: XL_CHART_TYPE, area: Area) -> bool:
    """Tell whether a part of a stack or a slice of a pie is too thin for its label."""
    if kind != XL_CHART_TYPE.PIE and kind not in _STACKED:
        return False
    count = len(series[0].values)
    stacks = [sum((abs(one.values[n] or Decimal(0)) for one in series), Decimal(0)) for n in range(count)]
    if kind == XL_CHART_TYPE.PIE:
        return value * _MOST_SLICES * 3 < sum(stacks, Decimal(0))
    share = kind in {XL_CHART_TYPE.COLUMN_STACKED_100, XL_CHART_TYPE.BAR_STACKED_100}
    whole = stacks[number] if share else max(stacks)
    along = area.points[0] * 0.7 if kind in _BARS else area.points[1] * 0.7
    need = _widest(series) if kind in _BARS else _LABEL + 3
    return not whole or float(abs(value) / whole) * along < need


def _hide(native: Any, number: int) -> None:  # noqa: ANN401
    """Take away one label: the library can only add them."""
    label = native.data_labels._element._insert_dLbl_in_sequence(number)  # noqa: SLF001
    for child in list(label):
        if not child.tag.endswith("}idx"):
            label.remove(child)
    label.append(label.makeelement(f"{{{_C}}}delete", {"val": "1"}, None))


def _position(kind: XL_CHART_TYPE, one: Drawn) -> XL_LABEL_POSITION:
    if kind == XL_CHART_TYPE.LINE_MARKERS:
        return XL_LABEL_POSITION.ABOVE
    if kind in _STACKED:
        return XL_LABEL_POSITION.CENTER if one.colour else XL_LABEL_POSITION.INSIDE_BASE
    return XL_LABEL_POSITION.OUTSIDE_END


def _text(label: Any, text: str, ink: str, position: XL_LABEL_POSITION) -> None:  # noqa: ANN401
    run = label.text_frame.paragraphs[0].add_run()
    run.text = text
    run.font.size = Pt(_LABEL)
    run.font.color.rgb = rgb(ink)
    label.position = position


def _ink(colour: str | None, kind: XL_CHART_TYPE, house: House) -> str:
    """Labels inside a bar are white or dark, whichever can be read on its colour."""
    if kind not in _STACKED or colour is None:
        return house.colours.text
    return house.colours.text if is_light(colour) else _WHITE


def is_light(colour: str) -> bool:
    """Tell whether dark text reads better on a colour (`#rrggbb`)."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red * 299 + green * 587 + blue * 114 > 140_000
