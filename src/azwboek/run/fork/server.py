"""Children of a fork server: processes that start with pandas, altair and duckdb imported, and nothing else done.

Python's fork server imports :mod:`azwboek.run.fork.warm` once. It has one thread, opens nothing and runs no notebook, so every child
starts equally clean, whatever the process that asks for it has done.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import multiprocessing.forkserver
import os
import signal
import sys
import threading
import types
from collections.abc import Iterator
from typing import TYPE_CHECKING

from . import kernel

if TYPE_CHECKING:
    from nbclient.exceptions import DeadKernelError

WARM = "azwboek.run.fork.warm"  # what the fork server imports before it forks
_STARTING = threading.Lock()


def server() -> multiprocessing.context.BaseContext:
    """The fork server of this process; it starts at the first call and ends with the process.

    Its children share one hash seed, so that sets have one order.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([WARM])
    with _STARTING:
        before = os.environ.get("PYTHONHASHSEED")
        os.environ["PYTHONHASHSEED"] = "0"
        try:
            multiprocessing.forkserver._forkserver.ensure_running()
        finally:
            os.environ.pop("PYTHONHASHSEED")
            if before is not None:
                os.environ["PYTHONHASHSEED"] = before
    return context


def address() -> str:
    """Where the fork server of this process listens, for :func:`share`."""
    server()
    return multiprocessing.forkserver._forkserver._forkserver_address


def share(listening: str) -> None:
    """Let this process, a child itself, ask its children of the server that it came from, at its :func:`address`.

    Python tells a child not where that server listens: each would start one more and import everything again, 3.6 % of a cold
    build. That takes names which are Python's own (3.11); ``tests/notebooks/test_execute.py`` fails when they change.
    """
    ours = multiprocessing.forkserver._forkserver
    ours._forkserver_address, ours.ensure_running = listening, lambda: None


@contextlib.contextmanager
def forked(limits: kernel.Limits) -> Iterator[Child]:
    """A fresh child; it and everything that it started are gone afterwards."""
    context = server()
    ours, theirs = context.Pipe()
    start = kernel.Start(dict(os.environ), os.getcwd(), limits)
    process = context.Process(target=kernel.main, args=(theirs, start), daemon=False)
    with _plain_start():
        process.start()
    theirs.close()
    child = Child(process, ours)
    try:
        yield child
    finally:
        ours.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()  # also when it has no group of its own yet
        process.join()
        process.close()


class Child:
    """A child and the pipe to it."""

    def __init__(self, process, connection):
        self.process, self.connection = process, connection

    def send(self, message: dict) -> None:
        try:
            self.connection.send_bytes(json.dumps(message).encode())
        except (BrokenPipeError, ConnectionResetError):
            raise self.died() from None

    def receive(self, seconds: float | None) -> dict | None:
        """The next message, or None when there is none in time."""
        try:
            if not self.connection.poll(seconds):
                return None
            return json.loads(self.connection.recv_bytes())
        except (EOFError, ConnectionResetError):
            raise self.died() from None

    def died(self) -> DeadKernelError:
        """What to raise: how the child came to its end."""
        from nbclient.exceptions import DeadKernelError  # here, for it is slow and the server is to start at once

        self.process.join(10)
        code = self.process.exitcode
        if code is None:
            return DeadKernelError("het kindproces sloot zijn verbinding")
        how = f"met status {code}" if code >= 0 else f"door signaal {signal.Signals(-code).name}"
        return DeadKernelError(f"het kindproces eindigde {how}")

    def language_info(self) -> dict:
        self.send({"ask": "language_info"})
        return self.receive(10) or {}


@contextlib.contextmanager
def _plain_start() -> Iterator[None]:
    """Start a child without two habits of multiprocessing that do not fit here.

    It would run the caller's main script again in every child. And it refuses a worker of a cluster, which is a daemon to
    its own nanny; we end our child ourselves.
    """
    process = multiprocessing.current_process()
    with _STARTING:
        main, daemon = sys.modules["__main__"], process.daemon
        sys.modules["__main__"] = types.ModuleType("__main__")
        process.daemon = False
        try:
            yield
        finally:
            sys.modules["__main__"], process.daemon = main, daemon
