"""A reader of a site that is being served: what pages take over HTTP, what they weigh, and the servers' memory.

Everything is counted that comes back on the socket: status, headers and body, compressed if the server compresses.
Memory is the processes' own and their share of what they have in common (Pss), which only Linux tells.
"""

from __future__ import annotations

import gzip
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Reader", "Served", "serving"]

HEADERS = {"Accept-Encoding": "gzip"}
LINKED = re.compile(r'<link rel="(?:stylesheet|icon)"[^>]*?href="([^"]+)"|<img[^>]*?src="([^"]+)"')
WITHIN = re.compile(r"url\(['\"]?(/[^'\")]+)")
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A site that answers: the first process, its port, and the second (of the monotonic clock) when it was started."""

    pid: int
    port: int
    started: float

    def processes(self) -> list[int]:
        """The first process and its workers."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="utf-8").split()
        return [self.pid, *map(int, children)]

    def cpu(self) -> float:
        """Processor seconds of all of them so far."""
        ticks = 0
        for each in self.processes():
            after_name = Path(f"/proc/{each}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += int(after_name[11]) + int(after_name[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """MB of all of them together (Pss): what they share is counted once, and with strangers shared out."""
        return sum(_kb(each, "Pss") for each in self.processes()) / 1024

    def memory_alone(self) -> float:
        """The same if no other process read the same libraries: their pages are put down to these alone."""
        processes = self.processes()
        own = sum(_kb(each, "Pss_Anon") + _kb(each, "Pss_Shmem") for each in processes)
        files: dict[str, int] = {}
        for each in processes:
            for mapping, kb in _of_files(each):
                files[mapping] = max(kb, files.get(mapping, 0))
        return (own + sum(files.values())) / 1024


def _kb(process: int, name: str) -> int:
    told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    return sum(map(int, re.findall(rf"^{name}:\s+(\d+)", told, re.MULTILINE)))


def _of_files(process: int) -> Iterator[tuple[str, int]]:
    """Each part of a file that a process has open as memory, and how many kB of it are the file's own pages."""
    mapping, resident = "", 0
    for line in Path(f"/proc/{process}/smaps").read_text(encoding="utf-8").splitlines():
        name, *rest = line.split()
        if not name.endswith(":"):
            mapping = f"{rest[-1]} {rest[1]}" if rest[-1].startswith("/") else ""
        elif name == "Rss:":
            resident = int(rest[0])
        elif name == "Anonymous:" and mapping:
            yield mapping, resident - int(rest[0])


@contextmanager
def serving(site: Path, workers: int) -> Iterator[Served]:
    """`hearth-web serve` at a free port, once it has said where; stopped afterwards."""
    started = time.monotonic()
    command = [sys.executable, "-m", "hearth_web", "serve", "--site", str(site)]
    process = subprocess.Popen(
        [*command, "--workers", str(workers), "--address", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.search(r":(\d+)/", said)
        if found is None:
            raise RuntimeError(f"The site was not served: {said!r}")
        yield Served(process.pid, int(found[1]), started)
    finally:
        process.terminate()
        process.wait(PATIENCE)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a site at a port of this machine."""

    port: int

    def took(self, path: str, times: int) -> list[float]:
        """Milliseconds of a page, each time, by one connection: to one worker, which kept it an untimed time before."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            each = [self._once(connection, path) for _ in range(times + 1)]
        finally:
            connection.close()
        return each[1:]

    def _once(self, connection: http.client.HTTPConnection, path: str) -> float:
        started = time.perf_counter()
        connection.request("GET", path, headers=HEADERS)
        response = connection.getresponse()
        response.read()
        if response.status != http.client.OK:
            raise RuntimeError(f"{path}: {response.status}")
        return (time.perf_counter() - started) * 1000

    def first_view(self, path: str) -> dict[str, int]:
        """Bytes on the wire of a page, its style sheets, its icon and its pictures, by address."""
        weighed: dict[str, int] = {}
        waiting = [path]
        while waiting:
            each = waiting.pop()
            if each in weighed:
                continue
            weighed[each], text = self._whole(each)
            waiting += [one for pair in LINKED.findall(text) for one in pair if one]
            waiting += WITHIN.findall(text) if each.endswith(".css") else []
        return weighed

    def _whole(self, path: str) -> tuple[int, str]:
        """Everything that comes back, and the text in it."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            asked = {**HEADERS, "Host": f"127.0.0.1:{self.port}", "Connection": "close"}
            lines = "".join(f"{name}: {said}\r\n" for name, said in asked.items())
            connection.sendall(f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode())
            held = b"".join(iter(lambda: connection.recv(65536), b""))
        head, _, body = held.partition(b"\r\n\r\n")
        if b" 200 " not in head.partition(b"\r\n")[0]:
            raise RuntimeError(f"{path}: {head[:60]!r}")
        plain = gzip.decompress(body) if b"content-encoding: gzip" in head.lower() else body
        return len(held), plain.decode("utf-8", errors="replace")
