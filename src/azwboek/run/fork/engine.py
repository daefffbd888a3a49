"""The papermill engine ``fork``: each notebook runs in a child forked from a process that has everything imported.

Starting a kernel and importing pandas, altair and duckdb costs more than a notebook's own work. Python's fork server does
that once; it has one thread, opens nothing and runs no notebook, so every child starts equally clean. The child is
a kernel without sockets (:mod:`azwboek.run.fork.kernel`); its messages are handled by papermill's own client, so outputs are what
the stock engine makes of them.
"""

from __future__ import annotations

import base64
import time
import types

from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine
from papermill.iorw import write_ipynb

from . import kernel
from .server import Child, forked

MEMORY_MB = 4096  # what one notebook may take, beyond what it was forked with
OUTPUT_MB = 20  # what the outputs of one notebook may be together
NOTEBOOK_TIMEOUT = 900  # seconds for all cells of one notebook


class NotebookTimeoutError(TimeoutError):
    """All cells of a notebook together took too long."""


class OutputLimitError(RuntimeError):
    """A notebook wrote more output than a page can hold."""


class ForkEngine(Engine):
    """Runs a notebook in a forked child; takes the same arguments as papermill's own engine."""

    @classmethod
    def execute_notebook(cls, nb, kernel_name, output_path=None, **options):
        """Papermill's own, but saved once: by papermill when all is done, here when it stops before.

        After every cell, as by default, a page takes 2.7 times as long.
        """
        try:
            return super().execute_notebook(nb, kernel_name, output_path=None, **options)
        except BaseException:  # to show what was done before it
            if output_path:
                write_ipynb(nb, output_path)
            raise

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man,
        kernel_name,
        *,
        log_output=False,
        stdout_file=None,
        stderr_file=None,
        execution_timeout=None,
        notebook_timeout=NOTEBOOK_TIMEOUT,
        memory_mb=MEMORY_MB,
        output_mb=OUTPUT_MB,
        **_,
    ):
        """Run the cells one by one.

        Args:
            nb_man: papermill's manager of this notebook.
            kernel_name: not used; the child is this interpreter.
            log_output: log outputs as they come.
            stdout_file: file that receives what cells print.
            stderr_file: file that receives what cells write to stderr.
            execution_timeout: seconds for one cell; none by default.
            notebook_timeout: seconds for all cells together.
            memory_mb: memory that the notebook may take.
            output_mb: what all outputs together may be.

        Raises:
            CellTimeoutError, NotebookTimeoutError: it took too long.
            DeadKernelError: the child died; the message says how.
            OutputLimitError: it wrote too much.
        """
        client = _Client(nb_man, log_output=log_output, stdout_file=stdout_file, stderr_file=stderr_file)
        client.reset_execution_trackers()
        limits = kernel.Limits(memory_mb, output_mb, notebook_timeout)
        with forked(limits) as child:
            end = time.monotonic() + notebook_timeout
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                try:
                    if _is_run(client, cell):
                        client.ask(child, cell, index, execution_timeout, end)
                except CellExecutionError as error:
                    nb_man.cell_exception(cell, cell_index=index, exception=error)
                    break
                finally:
                    nb_man.cell_complete(cell, cell_index=index)
            nb_man.nb.metadata["language_info"] = child.language_info()
            client.set_widgets_metadata()


class _Client(PapermillNotebookClient):
    """Papermill's client with a pipe in the place of a kernel."""

    def __init__(self, nb_man, **options):
        super().__init__(nb_man, record_timing=False, **options)
        # An Output widget sends its state back, and that is not read, for the child has one cell at a time to do.
        session = types.SimpleNamespace(msg=lambda *_, **__: None)
        self.kc = types.SimpleNamespace(session=session, shell_channel=types.SimpleNamespace(send=lambda _: None))

    def ask(self, child: Child, cell: NotebookNode, index: int, timeout: float | None, end: float) -> None:
        """Let the child run a cell and handle all that it says."""
        self.code_cells_executed += 1
        cell.outputs = []
        self.clear_before_next_output = False
        child.send({"code": cell.source, "id": f"cell-{index}"})
        until = min(end, time.monotonic() + timeout) if timeout else end
        while True:
            message = child.receive(max(0, until - time.monotonic()))
            if message is None:
                self._late(cell, timeout, end)
            kind = message["msg_type"]
            if kind == "execute_reply":
                break
            if kind == kernel.TOO_MUCH:
                raise OutputLimitError(message["content"])
            message["header"] = {"msg_type": kind}
            message["buffers"] = [base64.b64decode(buffer) for buffer in message["buffers"]]
            self.process_message(message, cell, index)
        reply = message["content"]
        cell["execution_count"] = reply["execution_count"]
        tags = cell.metadata.get("tags", [])
        if reply["status"] == "error" and "raises-exception" not in tags:
            raise CellExecutionError.from_cell_and_msg(cell, reply)

    def output(self, outs: list, msg: dict, display_id: str | None, cell_index: int) -> NotebookNode | None:
        """Add an output; text after text of the same stream is one output, so that timing does not show."""
        out = super().output(outs, msg, display_id, cell_index)
        if out is not None and out.output_type == "stream" and len(outs) > 1:
            before = outs[-2]
            if before.output_type == "stream" and before.name == out.name:
                before["text"] += out["text"]
                outs.pop()
        return out

    def _late(self, cell: NotebookNode, timeout: float | None, end: float) -> None:
        if time.monotonic() >= end:
            raise NotebookTimeoutError("de notebook duurde te lang")
        raise CellTimeoutError.error_from_timeout_and_cell("geen antwoord", timeout, cell)


def _is_run(client: _Client, cell: NotebookNode) -> bool:
    skipped = client.skip_cells_with_tag in cell.metadata.get("tags", [])
    return cell.cell_type == "code" and bool(cell.source.strip()) and not skipped
