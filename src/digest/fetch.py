"""The only outgoing HTTP client. Addresses are checked before connecting, sizes and times are capped, nothing is kept:
no cookies, no proxies, no referrer. The home of aiohttp, which is imported when the first request is made.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

from digest import __version__
from digest.errors import FetchError

if TYPE_CHECKING:
    import aiohttp
    from yarl import URL

USER_AGENT = f"digest/{__version__} ({{}})"
MAX_REDIRECTS = 5
_PORTS = frozenset({80, 443})
_PER_HOST = 2
_CONNECT = 10  # seconds
_CHUNK = 65_536

# Python 3.11's is_global calls several of these global; a list leaves nothing to the version.
_DENIED = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("::/8", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16"),
        *("3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
)

Resolver = Callable[[str], Awaitable[Sequence[str]]]
"""A host name → its addresses; raises OSError when there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer of any status but a redirect; `url` is the one that gave it."""

    url: str
    status: int
    headers: Mapping[str, str]  # names in any case
    body: bytes  # decoded from its content encoding
    moved_to: str = ""  # where it lives now, when every redirect on the way was permanent


def is_public(address: str) -> bool:
    """Is this IP address one that anybody on the Internet may be sent to? IPv4 inside IPv6 counts as IPv4."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return not any(ip in network for network in _DENIED if network.version == ip.version)


class Fetcher:
    """An HTTP client for addresses that strangers choose.

    Every host is resolved once and only its public addresses are connected to; that holds for each redirect and for IP
    literals. `contact` is where a server's operator finds whoever runs
    this. `resolver` replaces the system's name resolution and `public` the rule of what is public, for tests.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        connections: int = 20,
        resolver: Resolver | None = None,
        public: Callable[[str], bool] = is_public,
    ) -> None:
        self._user_agent = USER_AGENT.format(f"+{contact}" if contact else "newsletter maker")
        self._connections = connections
        self._resolve = resolver or _system_resolver
        self._public = public
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections; a later get() opens new ones."""
        sessions, self._sessions = self._sessions, {}
        for session in sessions.values():
            await session.close()

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = 5_000_000,
        total: float = 30.0,
        allow_private: bool = False,
        ports_any: bool = False,
    ) -> Response:
        """Fetch `url`, following at most 5 redirects; `total` seconds cover everything, `max_bytes` the decoded body.

        Ports other than 80 and 443 are refused unless `ports_any`, which allows the one in `url`. With `allow_private`
        a private host may be asked and may redirect to another, but a public one never redirects to a private one.
        Raises FetchError when no answer comes or it must not be asked for; an answer of status 500 is an answer.
        """
        import aiohttp

        try:
            async with asyncio.timeout(total):
                return await self._follow(url, dict(headers or {}), max_bytes, allow_private, ports_any)
        except FetchError:
            raise
        except aiohttp.ConnectionTimeoutError as exc:
            raise FetchError(f"{url}: cannot connect within {_CONNECT} seconds", url=url) from exc
        except TimeoutError as exc:
            raise FetchError(f"{url}: no complete answer within {total:g} seconds", url=url) from exc
        except aiohttp.InvalidURL as exc:
            raise FetchError(f"{url}: not a usable address", url=url, temporary=False) from exc
        except (aiohttp.ClientError, OSError, ValueError, zlib.error) as exc:
            raise FetchError(f"{url}: {_reason(exc)}", url=url) from exc

    async def _follow(
        self, url: str, headers: dict[str, str], max_bytes: int, allow_private: bool, ports_any: bool
    ) -> Response:
        import yarl

        try:
            here = yarl.URL(url.strip())
            ports = _PORTS | ({here.port} if ports_any or allow_private else frozenset())
        except ValueError as exc:
            raise FetchError(f"{url}: not a usable address", url=url, temporary=False) from exc
        permanent = True
        for hop in range(MAX_REDIRECTS + 1):
            _check_address(here, ports)
            if allow_private:
                allow_private = not await self._answers_publicly(here)
            session = self._session(private=allow_private)
            if not allow_private:
                self._check_literal(here)
            async with session.get(here, headers=headers, allow_redirects=False) as answer:
                target = answer.headers.get("Location", "")
                if answer.status not in (301, 302, 303, 307, 308) or not target:
                    return Response(
                        url=str(here),
                        status=answer.status,
                        headers=answer.headers.copy(),
                        body=await _read(answer, max_bytes, url=str(here)),
                        moved_to=str(here) if hop and permanent else "",
                    )
                permanent = permanent and answer.status in (301, 308)
                here = _next_hop(here, target)
        raise FetchError(f"{url}: more than {MAX_REDIRECTS} redirects", url=url, temporary=False)

    async def _answers_publicly(self, url: URL) -> bool:
        host = url.raw_host or ""
        addresses = [host] if _is_literal(host) else await self._resolve(host)
        return bool(addresses) and all(self._public(address) for address in addresses)

    def _check_literal(self, url: URL) -> None:
        """aiohttp asks no resolver about hosts that look like an address, so they are checked here."""
        host = url.raw_host or ""
        looks_so = ":" in host or host.replace(".", "").isdigit()
        if looks_so and not (_is_literal(host) and self._public(host)):
            raise _refused(str(url), host)

    def _session(self, *, private: bool) -> aiohttp.ClientSession:
        import aiohttp

        if private not in self._sessions:
            connector = aiohttp.TCPConnector(
                limit=self._connections,
                limit_per_host=_PER_HOST,
                resolver=_guard(self._resolve, allowed=_anything if private else self._public),
                use_dns_cache=False,
            )
            self._sessions[private] = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,  # no proxies, no .netrc: the guard must see the real host
                auto_decompress=False,  # a 300 KB chunk may hold 300 MB; _read() counts while it decodes
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT),
                headers={"User-Agent": self._user_agent, "Accept-Encoding": "gzip, deflate"},
            )
        return self._sessions[private]


def _check_address(url: URL, ports: frozenset[int | None]) -> None:
    text = str(url)
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(f"{text}: not an http:// or https:// address", url=text, temporary=False)
    if url.port not in ports:
        raise FetchError(f"{text}: port {url.port} is not allowed here", url=text, temporary=False)


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _refused(url: str, address: str) -> FetchError:
    return FetchError(
        f"{url}: refused, because {address} is not a public address (allow_private = true permits it)",
        url=url,
        temporary=False,
    )


def _next_hop(here: URL, target: str) -> URL:
    import yarl

    try:
        # Servers send raw spaces and non-ASCII here; yarl quotes them. User names would be sent as credentials.
        return here.join(yarl.URL(target)).with_fragment(None).with_user(None)
    except ValueError as exc:
        raise FetchError(f"{here}: redirects to an unusable address", url=str(here), temporary=False) from exc


async def _system_resolver(host: str) -> Sequence[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _anything(_address: str) -> bool:
    return True


def _guard(resolve: Resolver, *, allowed: Callable[[str], bool]) -> aiohttp.abc.AbstractResolver:
    """Make the resolver that aiohttp connects by: what it returns is connected to as it stands, so it is pinned."""
    import aiohttp.abc

    class Guard(aiohttp.abc.AbstractResolver):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
        ) -> list[aiohttp.abc.ResolveResult]:
            addresses = await resolve(host)
            usable = [each for each in addresses if allowed(each)]
            if addresses and not usable:
                raise _refused(host, addresses[0])
            return [_pinned(host, address, port) for address in usable]

        async def close(self) -> None:
            """Nothing is open."""

    return Guard()


def _pinned(host: str, address: str, port: int) -> aiohttp.abc.ResolveResult:
    return {
        "hostname": host,
        "host": address,
        "port": port,
        "family": socket.AF_INET6 if ":" in address else socket.AF_INET,
        "proto": 0,
        "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    }


async def _read(answer: aiohttp.ClientResponse, max_bytes: int, *, url: str) -> bytes:
    declared = answer.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared) > max_bytes and answer.method != "HEAD":
        raise _too_large(url, max_bytes)
    body = bytearray()
    encoding = answer.headers.get("Content-Encoding", "").strip().lower()
    async for piece in _decoded(answer.content.iter_chunked(_CHUNK), encoding, room=max_bytes + 1):
        body += piece
        if len(body) > max_bytes:
            raise _too_large(url, max_bytes)
    return bytes(body)


def _too_large(url: str, max_bytes: int) -> FetchError:
    return FetchError(f"{url}: larger than {max_bytes / 1e6:g} MB", url=url, temporary=False)


async def _decoded(chunks: AsyncIterator[bytes], encoding: str, *, room: int) -> AsyncIterator[bytes]:
    """Undo gzip or deflate, never making more than `room` bytes at once: a bomb stops where it is counted."""
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise ValueError(f"answers with content encoding {encoding[:40]!r}, which was not asked for")
    inflate: zlib._Decompress | None = None
    async for chunk in chunks:
        if encoding in ("", "identity"):
            yield chunk
            continue
        inflate = inflate or zlib.decompressobj(_window(encoding, chunk))
        rest = chunk
        while rest:
            yield inflate.decompress(rest, room)
            rest = inflate.unconsumed_tail
            if inflate.eof and inflate.unused_data.startswith(b"\x1f\x8b"):  # the next gzip member
                rest, inflate = inflate.unused_data, zlib.decompressobj(_ANY_HEADER)
    if inflate and not inflate.eof:
        raise ValueError("its compressed answer ends in the middle")


_ANY_HEADER = 47  # zlib's code for: 32 KB window, gzip or zlib by its header


def _window(encoding: str, start: bytes) -> int:
    """ "deflate" means zlib, but many servers send it raw; a zlib header is method 8 and a multiple of 31."""
    zlib_header = start[0] & 15 == 8 and int.from_bytes(start[:2], "big") % 31 == 0
    return -15 if encoding == "deflate" and not zlib_header else _ANY_HEADER


def _reason(exc: BaseException) -> str:
    import aiohttp

    if isinstance(exc, aiohttp.ClientConnectorCertificateError | ssl.SSLCertVerificationError):
        return f"its TLS certificate is not valid ({getattr(exc, 'certificate_error', exc)})"
    if isinstance(exc, aiohttp.ClientConnectorDNSError | socket.gaierror):
        return "no such host"
    if isinstance(exc, aiohttp.ClientConnectorError):
        code = exc.os_error.errno
        return f"cannot connect ({os.strerror(code).lower() if code else exc.os_error})"
    if isinstance(exc, aiohttp.ServerDisconnectedError | aiohttp.ClientPayloadError):
        return "the server hung up in the middle of its answer"
    return " ".join(str(exc).split())[:200] or type(exc).__name__
