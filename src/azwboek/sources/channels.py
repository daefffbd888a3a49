"""The ways to read a source: each lists its tables and fetches one, in the same form."""

from __future__ import annotations

from collections.abc import Callable

from . import bulk, cbs
from .session import Source
from .snapshots import BULK, HOST, RawTable

#: The channels with the host of CBS for each.
CHANNELS = {"v3": HOST, "v4": BULK}


def tables(source: Source, remark: Callable[[str], None], where: str) -> list[dict]:
    """List the tables of a source; see :func:`azwboek.sources.cbs.tables`. The files of v4 are of one catalogue, so ``where`` is for v3.

    Raises:
        CbsError: the source fails, or what it sends is no list.
    """
    if source.channel == "v4":
        return cbs.checked(source, bulk.listing(source), remark)
    return cbs.tables(source, remark, where)


def download(source: Source, identifier: str, tell: Callable[[dict], None], known: dict | None) -> RawTable:
    """Fetch one table whole.

    Args:
        source: where from.
        identifier: the table.
        tell: called after each request with its row of the log.
        known: what describes the kept version of the table; v4 has other keys for measures.

    Raises:
        CbsError: the source fails, or what it sends is not the table that it describes.
    """
    if source.channel == "v4":
        return bulk.download(source, identifier, tell, known)
    return cbs.download(source, identifier, tell)
