"""A host and a port → a bound socket, before anything slow begins: a taken port is told at once."""

from __future__ import annotations

import socket

from assistant.errors import UsageError


def bind(host: str, port: int) -> socket.socket:
    """A socket that holds the address but does not listen yet, so nobody connects before there is an answer.

    Raises:
        UsageError: The address cannot be had.
    """
    listening = None
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except (OSError, UnicodeError) as error:
        if listening is not None:
            listening.close()
        reason = getattr(error, "strerror", None) or "no such host"
        raise UsageError(
            f"Cannot serve at {host}:{port} ({reason}); expected a free port. Choose another with --port."
        ) from error
    return listening


def address(listening: socket.socket) -> str:
    """What to open in a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
