"""The real command in a process of its own, forked from one that has imported everything.

A command spends a second on imports, a test of the command little more. `run` is subprocess.run for `python -m digest`, without them.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NoReturn


def run(
    *args: str, cwd: Path, env: Mapping[str, str], timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run `digest ARGS…` to its end, with nothing on stdin; the completed process has text output."""
    command = ["digest", *args]
    if "FAILPOINT" in env:  # is read when it is imported
        whole = [sys.executable, "-m", *command]
        return subprocess.run(
            whole, cwd=cwd, env=env, capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL, check=False
        )  # fmt: skip
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        Path(os.devnull).open("rb") as nothing,
    ):
        with socket.socket(socket.AF_UNIX) as asking:
            asking.settimeout(timeout)
            asking.connect(_forker())
            request = json.dumps({"args": args, "cwd": str(cwd), "env": dict(env)}).encode()
            files = [nothing.fileno(), out.fileno(), err.fileno()]
            socket.send_fds(asking, [len(request).to_bytes(4, "big")], files)
            asking.sendall(request)
            pid = int.from_bytes(_exactly(asking, 4), "big")
            try:
                code = int.from_bytes(_exactly(asking, 4), "big", signed=True)
            except TimeoutError as exc:
                os.kill(pid, signal.SIGKILL)
                raise subprocess.TimeoutExpired(command, timeout) from exc
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode())
    return subprocess.CompletedProcess(command, code, *texts)


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = connection.recv(size - len(data))
        assert more, "the process that forks commands is gone"
        data += more
    return data


@cache
def _forker() -> str:
    """Start the process that forks, one for each process of tests; it ends with that. Returns the path of its socket."""
    folder = tempfile.mkdtemp(prefix="digest-")
    path = f"{folder}/commands"
    process = subprocess.Popen(
        [sys.executable, __file__, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    atexit.register(_end, process, folder)
    return path


def _end(process: subprocess.Popen[bytes], folder: str) -> None:
    assert process.stdin
    assert process.stdout
    process.stdin.close()
    process.stdout.close()
    process.wait()
    shutil.rmtree(folder, ignore_errors=True)


# -- in the process that forks -----------------------------------------------------------------------------


def main(path: str) -> None:
    """Fork a command for each request until stdin ends. Returns in the forked process alone, to run the command."""
    _import_everything()
    gc.freeze()  # a collection would copy every page of it
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen(16)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever waits for a command is not waited for
        print("ready", flush=True)
        while True:
            ready, _, _ = select.select([listening, sys.stdin], [], [])
            if sys.stdin in ready:
                os._exit(0)
            connection, _ = listening.accept()
            if os.fork() == 0:
                break
            connection.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    head, files, _, _ = socket.recv_fds(connection, 4, 3)
    request = json.loads(_exactly(connection, int.from_bytes(head, "big")))
    pid = os.fork()
    if pid:
        _wait_for(pid, connection)
    connection.close()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    sys.argv = ["digest", *request["args"]]


def _wait_for(pid: int, connection: socket.socket) -> NoReturn:
    connection.sendall(pid.to_bytes(4, "big"))
    _, status = os.waitpid(pid, 0)
    connection.sendall(os.waitstatus_to_exitcode(status).to_bytes(4, "big", signed=True))
    os._exit(0)


def _import_everything() -> None:
    import importlib
    import pkgutil

    import digest

    for module in pkgutil.walk_packages(digest.__path__, "digest."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            importlib.import_module(module.name)
    for name in (
        "feedparser",
        "lxml.html",
        "nh3",
        "mjml",
        "rich.console",
        "aiohttp",
        "aiosmtplib",
        "alembic.command",
        "dateutil.parser",
    ):
        importlib.import_module(name)


if __name__ == "__main__":
    main(sys.argv[1])
    from digest.cli import main as command

    code: object = 0
    try:
        command()
    except SystemExit as exc:
        code = exc.code
    # As the interpreter ends, but without taking apart everything that was imported.
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else code is not None)
