"""An http(s) address → its bytes, from a public website alone.

A name is looked up once, and the connection goes to an address that was checked: a name server that answers
differently the second time gains nothing. Redirects are checked the same way. Limits on size, time and redirects.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import urllib.parse
from contextlib import closing, suppress
from dataclasses import dataclass

from assistant.errors import IntakeError

LARGEST = 20_000_000  # bytes of a document
PATIENCE = 30.0  # seconds for all of it
REDIRECTS = 5
_CHUNK = 65_536
_MOVED = frozenset({301, 302, 303, 307, 308})
# All that is given out of IPv6; elsewhere an IPv4 address may stand inside (RFC 4291, 6052, 8215).
_GIVEN_OUT = ipaddress.ip_network("2000::/3")


@dataclass(frozen=True)
class Downloaded:
    """What came: the bytes, the character set that the server names ("" when it names none), and from where."""

    raw: bytes
    charset: str
    url: str


def download(url: str, *, private: bool = False) -> Downloaded:
    """The document behind an address.

    Args:
        url: An http or https address.
        private: Whether addresses of this machine and of private networks are allowed.

    Raises:
        IntakeError: The address is none, is private, cannot be reached in time, or gives no text; one line.
    """
    end, first = time.monotonic() + PATIENCE, url
    for _ in range(REDIRECTS + 1):
        parts = _parts(url)
        try:
            answer = _ask(parts, url, end=end, private=private)
        except (OSError, ValueError, http.client.HTTPException) as error:
            reason = "it took too long" if time.monotonic() >= end else getattr(error, "strerror", None)
            raise IntakeError(
                f"{url} cannot be reached ({reason or type(error).__name__}). "
                "Check the address, or save the page and import the file."
            ) from error
        if isinstance(answer, Downloaded):
            return answer
        url = urllib.parse.urljoin(url, answer)
    raise IntakeError(f"{first} redirects more than {REDIRECTS} times. Check the address.")


def _parts(url: str) -> urllib.parse.SplitResult:
    try:
        parts = urllib.parse.urlsplit(url)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or any(character <= " " for character in url):
        raise IntakeError(f"{url} is no web address; expected http:// or https://.")
    if parts.username is not None or parts.password is not None:  # not repeated: it would end in a log or a draft
        raise IntakeError(f"The address at {parts.hostname} holds a name or password; expected none. Take it out.")
    return parts


def _ask(parts: urllib.parse.SplitResult, url: str, *, end: float, private: bool) -> Downloaded | str:
    """What an address answers, or where it leads on."""
    host, secure = str(parts.hostname), parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    addresses = _addresses(host, port, private=private)
    connection = _connected(addresses, host, port, secure=secure, end=end)
    # A server that sends a byte now and then never meets a time limit of its own; the watch ends it.
    watch = threading.Timer(max(0.1, end - time.monotonic()), _shut, [connection.sock])
    watch.daemon = True
    watch.start()
    try:
        with closing(connection):
            path = urllib.parse.quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
                f"?{urllib.parse.quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
            )
            headers = {"User-Agent": "als-drug-assistant import", "Accept": "text/html, text/plain;q=0.9",
                       "Accept-Encoding": "identity", "Connection": "close"}  # fmt: skip
            connection.request("GET", path, headers=headers)
            return _answered(connection, url, end)
    finally:
        watch.cancel()


def _answered(connection: http.client.HTTPConnection, url: str, end: float) -> Downloaded | str:
    with closing(connection.getresponse()) as answer:
        if answer.status in _MOVED and (target := answer.getheader("Location")):
            return target
        if answer.status != 200:
            raise IntakeError(f"{url} answered {answer.status}; expected a page. Check the address.")
        kind = answer.headers.get_content_type()
        if not kind.startswith("text/") and kind != "application/xhtml+xml":
            raise IntakeError(f"{url} is {kind}; expected a web page or text.")
        return Downloaded(_body(answer, url, end), answer.headers.get_content_charset() or "", url)


def _body(answer: http.client.HTTPResponse, url: str, end: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    while chunk := answer.read1(_CHUNK):  # what is there: waiting for a full chunk would wait out every limit
        parts.append(chunk)
        size += len(chunk)
        if size > LARGEST:
            raise IntakeError(f"{url} has more than {LARGEST:,} bytes. Save the page and import the file.")
        if time.monotonic() > end:
            raise TimeoutError
    if time.monotonic() > end:
        raise TimeoutError
    if answer.length:  # the server promised more
        raise http.client.IncompleteRead(b"".join(parts))
    return b"".join(parts)


def _addresses(host: str, port: int, *, private: bool) -> list[str]:
    """The addresses of a host, looked up once; every one of them may be used.

    Raises:
        IntakeError: There is none, or one is private.
    """
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        raise IntakeError(
            f"{host} cannot be found. Check the address, or save the page and import the file."
        ) from error
    found = list(dict.fromkeys(str(info[4][0]) for info in infos))
    if not private and not all(is_public(address) for address in found):
        raise IntakeError(f"{host} is a private address; expected a public website. To allow it, say --allow-private.")
    return found


def is_public(address: str) -> bool:
    """Whether an IP address can be that of a public website."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if found.version == 6 and found not in _GIVEN_OUT:
        return False
    inside = getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (inside is None or is_public(str(inside)))


def _connected(addresses: list[str], host: str, port: int, *, secure: bool, end: float) -> http.client.HTTPConnection:
    """A connection to one of some checked addresses."""
    for number, address in enumerate(addresses):
        connection = http.client.HTTPConnection(host, port)
        try:
            opened = socket.create_connection((address, port), timeout=max(0.1, end - time.monotonic()))
            if ipaddress.ip_address(opened.getpeername()[0].partition("%")[0]) != ipaddress.ip_address(
                address.partition("%")[0]
            ):
                opened.close()
                raise OSError(0, "another machine answered")
            if secure:
                opened = ssl.create_default_context().wrap_socket(opened, server_hostname=host)
            connection.sock = opened
        except OSError:
            if number + 1 == len(addresses):
                raise
        else:
            return connection
    raise OSError(0, "no address")


def _shut(opened: socket.socket) -> None:
    with suppress(OSError):
        opened.shutdown(socket.SHUT_RDWR)
