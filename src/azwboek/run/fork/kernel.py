"""The child of the engine ``fork``: a kernel that gets cells over a pipe and answers with Jupyter's messages.

It uses the shell of ipykernel, so tracebacks, display, magics and widgets are those of a stock kernel; only the sockets,
the history file and the user's own start-up files are left out.
"""

from __future__ import annotations

import asyncio
import base64
import builtins
import dataclasses
import functools
import getpass
import json
import os
import resource
import sys
import threading
import types
from multiprocessing.connection import Connection

TOO_MUCH = "azwboek_too_much"
#: Messages with what a cell shows.
SHOWN = ("display_data", "update_display_data", "execute_result")
FLUSH_AT = 64 * 1024  # characters


@dataclasses.dataclass(frozen=True)
class Limits:
    """What one notebook may take."""

    memory_mb: int
    output_mb: int
    seconds: int


@dataclasses.dataclass(frozen=True)
class Start:
    """What a child takes over from the process that asked for it."""

    environment: dict[str, str]
    folder: str
    limits: Limits


def main(connection: Connection, start: Start) -> None:
    """Be the kernel of one notebook until the pipe closes; never returns."""
    os.setsid()  # what the notebook starts can be ended with it, and Ctrl-C is for the parent to handle
    threading.Thread(target=_follow_parent, daemon=True).start()
    os.environ.clear()
    os.environ.update(start.environment)
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    os.chdir(start.folder)
    _limit(start.limits)
    shell = _shell_for(connection, start.limits.output_mb * 1_000_000)
    _fresh_random_state()
    captured = [_Captured(number) for number in (1, 2)]
    try:
        while True:
            request = json.loads(connection.recv_bytes())
            if "ask" in request:
                connection.send_bytes(json.dumps(_language_info()).encode())
            else:
                _run(shell, request, captured)
    finally:
        os._exit(0)  # not back into the fork server's code, whatever the notebook left behind


def _run(shell, request: dict, captured: list[_Captured]) -> None:
    session = shell.display_pub.session
    parent = {"header": {"msg_id": request["id"]}}
    shell.set_parent(parent)
    session.parent_header, session.error, session.error_on_display = parent["header"], {}, False
    result = shell.run_cell(request["code"], store_history=True)
    sys.__azw_out__.flush()
    sys.__azw_err__.flush()
    for name, file in zip(("stdout", "stderr"), captured, strict=True):
        if text := file.read():
            session.send(None, "stream", {"name": name, "text": text})
    failure = result.error_before_exec or result.error_in_exec
    failed = not result.success or session.error_on_display
    content = {"status": "error" if failed else "ok", "execution_count": shell.execution_count - 1}
    if failed:
        content |= {"ename": type(failure).__name__, "evalue": str(failure)}
        content["traceback"] = session.error.get("traceback", [])
    shell.payload_manager.clear_payload()
    session.send(None, "execute_reply", content)


@functools.cache
def prepared_shell():
    """The shell of ipykernel with our session in the place of sockets: made once in the fork server, run only in children."""
    from ipykernel.compiler import XCachingCompiler
    from ipykernel.zmqshell import ZMQInteractiveShell
    from traitlets.config import Config

    main = sys.modules["__main__"]
    session = _session_class()()
    kernel = types.SimpleNamespace(
        eventloop=None,
        get_parent=lambda: {"header": session.parent_header},
        session=session,
        shell=None,
        _allow_stdin=False,
    )
    shell = ZMQInteractiveShell.instance(
        config=Config({"HistoryManager": {"enabled": False}}), compiler_class=XCachingCompiler, kernel=kernel
    )
    sys.modules["__main__"] = main  # the shell put its own there
    kernel.shell = shell
    shell.displayhook.session = shell.display_pub.session = session
    shell.displayhook.pub_socket = shell.display_pub.pub_socket = None
    shell.displayhook.topic = b"execute_result"
    session.displayhook = shell.displayhook
    return shell


def _shell_for(connection: Connection, limit: int):
    """The shell, at work for this child."""
    import comm
    from ipykernel.kernelbase import Kernel

    shell = prepared_shell()
    session = shell.display_pub.session
    session.connection, session.limit = connection, limit
    sys.modules["__main__"] = shell.user_module
    shell.init_environment()
    if "" not in sys.path:  # where the notebook's own folder is looked in, as the shell did in the fork server
        sys.path.insert(0, "")
    out, err = _Stream("stdout", session), _Stream("stderr", session)
    out.other, err.other = err, out
    sys.stdout = sys.__azw_out__ = out
    sys.stderr = sys.__azw_err__ = err
    comm.create_comm = _comm_class(session)
    builtins.input = types.MethodType(Kernel.raw_input, shell.kernel)
    getpass.getpass = types.MethodType(Kernel.getpass, shell.kernel)
    asyncio.set_event_loop(asyncio.new_event_loop())  # a stock kernel runs cells with a loop at hand
    return shell


def _session_class():
    from jupyter_client.session import Session

    class PipeSession(Session):
        """Sends messages down the pipe instead of over sockets."""

        connection: Connection
        limit = sent = 0
        parent_header: dict = {}
        displayhook = None
        error: dict = {}  # what the present cell said of its last error
        error_on_display = False  # a value that could not be shown: the cell then failed although its code did not

        def send(self, stream, msg_or_type, content=None, parent=None, ident=None, buffers=None, **keys):
            message = msg_or_type if isinstance(msg_or_type, dict) else {"msg_type": msg_or_type, "content": content}
            if message["msg_type"] == "error":
                self.error = message["content"]
                self.error_on_display |= getattr(self.displayhook, "msg", None) is not None
            encoded = _encoded(
                {
                    "msg_type": message["msg_type"],
                    "content": message["content"],
                    "parent_header": self.parent_header,
                    "metadata": keys.get("metadata") or {},
                    "buffers": [base64.b64encode(buffer).decode() for buffer in buffers or []],
                }
            )
            self.sent += len(encoded)
            if self.sent > self.limit:
                self.too_much()
            self.connection.send_bytes(encoded)
            return message

        def too_much(self):
            text = f"meer dan {self.limit // 1_000_000} MB uitvoer; dat past niet op een pagina"
            self.connection.send_bytes(json.dumps({"msg_type": TOO_MUCH, "content": text}).encode())
            os._exit(1)

    return PipeSession


def _encoded(message: dict) -> bytes:
    """A message as JSON. Where a cell shows something, numbers of numpy and days become what a stock kernel makes of them.

    Raises:
        ValueError: no notebook can hold what the cell shows, and so the cell fails.
    """
    if message["msg_type"] not in SHOWN:
        return json.dumps(message, default=str, ensure_ascii=False).encode("utf-8", "replace")
    data = message["content"]["data"]
    for kind, value in data.items():
        if isinstance(value, bytes) and kind.startswith("image/"):
            data = data | {kind: base64.b64encode(value).decode()}
            continue
        text = isinstance(value, str) or (isinstance(value, list) and all(isinstance(part, str) for part in value))
        if not text and not kind.endswith("json"):
            raise ValueError(
                f"{kind}: {type(value).__name__} in de plaats van tekst; geef tekst, of toon de waarde zelf"
            )
    try:
        shown = message | {"content": message["content"] | {"data": data}}
        return json.dumps(shown, default=_plain, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"tekst die niet te bewaren is (een los teken {error.object[error.start]!a})") from error
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"een waarde die niet te bewaren is ({error}); laat haar weg, of toon een DataFrame"
        ) from error


def _plain(value):
    from jupyter_client.jsonutil import json_default

    if isinstance(value, bytes):
        raise TypeError("bytes")
    return json_default(value)


def _comm_class(session):
    from comm.base_comm import BaseComm
    from ipykernel.jsonutil import json_clean

    class Comm(BaseComm):
        """What a widget talks through."""

        def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
            content = json_clean(dict(data=data or {}, comm_id=self.comm_id, **keys))
            session.send(None, msg_type, content, metadata=json_clean(metadata or {}), buffers=buffers)

    return Comm


class _Stream:
    """What a notebook prints to; sends what it has before the other stream or a display does."""

    encoding, errors, newlines, closed = "utf-8", "strict", None, False

    def __init__(self, name: str, session):
        self.name, self._session = name, session
        self._parts: list[str] = []
        self._size, self._thread_lock = 0, threading.RLock()
        self.other: _Stream | None = None

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        text.encode()  # as with a file: what cannot be written fails here, in the cell
        with self._thread_lock:
            if self.other._parts:
                self.other.flush()
            self._parts.append(text)
            self._size += len(text)
            if self._size > FLUSH_AT:
                self.flush()
        return len(text)

    def writelines(self, lines) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        with self._thread_lock:
            parts, self._parts, self._size = self._parts, [], 0
        if parts and (text := "".join(parts)):
            if len(text) > self._session.limit:
                self._session.too_much()
            self._session.send(None, "stream", {"name": self.name, "text": text})

    def close(self) -> None:
        """A notebook that closes its stdout goes on printing, as under a stock kernel."""
        self.flush()

    def isatty(self) -> bool:
        return False

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def fileno(self) -> int:
        return {"stdout": 1, "stderr": 2}[self.name]

    def set_parent(self, parent) -> None:
        """Part of ipykernel's streams; there is only one parent here."""


class _Captured:
    """What is written to file descriptor 1 or 2 past Python: by a subprocess or a C library."""

    def __init__(self, number: int):
        self._file = os.memfd_create(f"azwboek-{number}")
        os.dup2(self._file, number)
        self._read = 0

    def read(self) -> str:
        size = os.fstat(self._file).st_size
        if size == self._read:
            return ""
        text = os.pread(self._file, size - self._read, self._read).decode("utf-8", "replace")
        self._read = size
        return text


def _limit(limits: Limits) -> None:
    """A ceiling to memory, to what is written in one file, and to processor time in case the parent is gone."""
    with open("/proc/self/statm", encoding="utf-8") as file:
        present = int(file.read().split()[5]) * resource.getpagesize()
    memory = limits.memory_mb * 1024 * 1024
    # Not RLIMIT_AS: the drawing program reserves address space by the terabyte without using it.
    resource.setrlimit(resource.RLIMIT_DATA, (present + memory,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (memory,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds + 60,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _fresh_random_state() -> None:
    """As in a new process; Python's own generator reseeds itself after a fork."""
    import numpy

    numpy.random.seed()


def _follow_parent() -> None:
    """End with the process that asked for this child."""
    import multiprocessing
    import signal

    multiprocessing.parent_process().join()
    os.killpg(0, signal.SIGKILL)


def _language_info() -> dict:
    """What a stock kernel says of itself."""
    from ipykernel.ipkernel import IPythonKernel

    return IPythonKernel.language_info
