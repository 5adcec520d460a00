"""Twenty people at one server: the time from a filter change to the end of the run, spoken in Streamlit's own messages.

Browsers would measure the machine that runs twenty of them; these clients do what a browser sends and read what it
reads, so that the time is the server's.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from websockets.asyncio.client import ClientConnection

THINKING: Final = 2.0
"""Seconds on average between an answer and the next change."""


async def _run(socket: ClientConnection, message: BackMsg) -> dict[str, str]:
    """Send a rerun and read to its end; return the ids of the lists that came with it, by their key."""
    await socket.send(message.SerializeToString())
    found: dict[str, str] = {}
    while True:
        raw = await socket.recv()
        answer = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
        element = answer.delta.new_element
        if answer.WhichOneof("type") == "delta" and element.WhichOneof("type") == "multiselect":
            found[element.multiselect.id.rpartition("-")[2]] = element.multiselect.id
        if answer.WhichOneof("type") == "script_finished":
            return found


def _rerun(query: str, widget: str = "", values: Sequence[str] = ()) -> BackMsg:
    message = BackMsg()
    message.rerun_script.query_string = query
    if widget:
        state = message.rerun_script.widget_states.widgets.add()
        state.id = widget
        state.string_array_value.data.extend(values)
    return message


@dataclass(frozen=True)
class Crowd:
    """What the people do: change the filter `key` to one of `options`, so many times each."""

    address: str
    key: str
    options: Sequence[str]
    changes: int


async def _user(crowd: Crowd, number: int) -> list[float]:
    stream = f"{crowd.address.replace('http', 'ws', 1)}_stcore/stream"
    async with connect(stream, max_size=None, subprotocols=[Subprotocol("streamlit")]) as socket:
        widgets = await _run(socket, _rerun(""))
        taken = []
        for change in range(crowd.changes):
            # Each at a moment of its own, the same in every benchmark.
            await asyncio.sleep(THINKING * (0.5 + (number * 0.37 + change * 0.61) % 1))
            option = crowd.options[(number + change) % len(crowd.options)]
            began = time.perf_counter()
            await _run(socket, _rerun(f"{crowd.key}={option}", widgets[crowd.key], [option]))
            taken.append(1000 * (time.perf_counter() - began))
        return taken


async def _together(crowd: Crowd, users: int) -> list[float]:
    return [value for times in await asyncio.gather(*(_user(crowd, n) for n in range(users))) for value in times]


def measure(crowd: Crowd, users: int) -> float:
    """Return the median time in milliseconds of one filter change, with so many users at the same time."""
    with ThreadPoolExecutor(1) as apart:  # the browser's own driver holds the loop of the calling thread
        return median(apart.submit(lambda: asyncio.run(_together(crowd, users))).result())
