"""A mail server that takes everything and keeps nothing, as quickly as Python can; in a process of its own.

python -m benchmarks.sink [--delay MS]: prints its port; every reply waits so long, as a distant server's would.
"""

from __future__ import annotations

import argparse
import asyncio

END = b"\r\n.\r\n"
ROOM = bytearray(1 << 18)  # what is received, until the protocol has looked at it; one for all connections


class Session(asyncio.BufferedProtocol):
    def __init__(self, delay: float) -> None:
        self.delay, self.content, self.tail, self.line = delay, False, b"", b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport) or hasattr(transport, "write")
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]  # uvloop's is one by what it does
        self.transport.write(b"220 sink ESMTP\r\n")

    def get_buffer(self, sizehint: int) -> bytearray:
        return ROOM

    def buffer_updated(self, count: int) -> None:
        if not self.content:
            self.commands(bytes(ROOM[:count]))
            return
        # Every client waits for the answer to the final dot, so nothing follows it.
        self.tail = (self.tail + ROOM[max(0, count - len(END)) : count])[-len(END) :]
        if self.tail == END:
            self.content = False
            self.say(b"250 2.0.0 taken\r\n")

    def commands(self, data: bytes) -> None:
        *lines, self.line = (self.line + data).split(b"\r\n")
        answers = []
        for line in lines:
            verb = line[:4].upper()
            if verb == b"EHLO":
                answers.append(b"250-sink\r\n250-8BITMIME\r\n250-SIZE 99999999\r\n250 PIPELINING\r\n")
            elif verb == b"DATA":
                answers.append(b"354 go on\r\n")
                self.content, self.tail = True, b"\r\n"
            elif verb == b"QUIT":
                answers.append(b"221 bye\r\n")
            else:
                answers.append(b"250 2.0.0 ok\r\n")
        if answers:
            self.say(b"".join(answers))

    def say(self, answer: bytes) -> None:
        if self.delay:
            asyncio.get_running_loop().call_later(self.delay, self.transport.write, answer)
        else:
            self.transport.write(answer)


async def serve(delay: float) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Session(delay), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay", type=float, default=0.0, help="milliseconds before each reply")
    options = parser.parse_args()
    try:
        import uvloop

        loop_factory = uvloop.new_event_loop
    except ModuleNotFoundError:
        loop_factory = asyncio.new_event_loop
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.run(serve(options.delay / 1000))
