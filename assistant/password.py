"""A password ↔ its scrypt hash as text, for a setting. Knows nothing of who signs in, or where.

The text is ``scrypt$<n>$<r>$<p>$<salt>$<hash>``, salt and hash in base 64 (RFC 7914 names n, r and p).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from assistant.errors import UsageError

SHORTEST = 12  # characters of a new password (NCSC: three random words)
LONGEST = 200  # characters; more is no password
_COST, _BLOCK, _PARALLEL = (
    2**15,
    8,
    1,
)  # about 0.1 s and 32 MiB a try (OWASP Password Storage Cheat Sheet, 2^15 with p = 3)
_SALT = 16  # bytes
_LENGTH = 32  # bytes of a hash
_MEMORY = 256 * 2**20  # bytes that one try may take at most


@dataclass(frozen=True)
class PasswordHash:
    """What is kept of a password.

    Attributes:
        cost: scrypt's n, a power of 2.
        block: scrypt's r.
        parallel: scrypt's p.
        salt: Random bytes.
        key: What scrypt makes of password and salt.
    """

    cost: int
    block: int
    parallel: int
    salt: bytes
    key: bytes

    @classmethod
    def of(cls, password: str) -> PasswordHash:
        """The hash of a new password, with a salt of its own.

        Raises:
            UsageError: The password is shorter than ``SHORTEST`` or longer than ``LONGEST`` characters.
        """
        if not SHORTEST <= len(password) <= LONGEST:
            raise UsageError(
                f"The password has {len(password)} characters; expected {SHORTEST} to {LONGEST}. Take another, "
                "such as four words that do not belong together."
            )
        salt = secrets.token_bytes(_SALT)
        return cls(_COST, _BLOCK, _PARALLEL, salt, _scrypt(password, salt, (_COST, _BLOCK, _PARALLEL), _LENGTH))

    @classmethod
    def read(cls, text: str) -> PasswordHash:
        """A hash from its text.

        Raises:
            ValueError: The text is none, or asks for more than a server should spend on a try.
        """
        name, *numbers, salt, key = text.split("$")
        if name != "scrypt" or len(numbers) != 3 or not all(number.isdecimal() for number in numbers):
            raise ValueError("not of the form scrypt$n$r$p$salt$hash")
        cost, block, parallel = map(int, numbers)
        try:
            found = cls(
                cost, block, parallel, base64.b64decode(salt, validate=True), base64.b64decode(key, validate=True)
            )
        except binascii.Error as error:
            raise ValueError("salt and hash are not base 64") from error
        if cost < 2**14 or cost & (cost - 1) or not block or not parallel or 128 * cost * block * parallel > _MEMORY:
            raise ValueError("n, r and p are too low, too high or no power of 2")
        if len(found.salt) < _SALT or len(found.key) < _LENGTH:
            raise ValueError("salt or hash is cut short")
        return found

    def fits(self, password: str) -> bool:
        """Whether a password is the one; takes as long for a wrong one as for the right one."""
        tried = _scrypt(password[: LONGEST + 1], self.salt, (self.cost, self.block, self.parallel), len(self.key))
        return hmac.compare_digest(tried, self.key)

    def __str__(self) -> str:
        salt, key = (base64.b64encode(part).decode() for part in (self.salt, self.key))
        return f"scrypt${self.cost}${self.block}${self.parallel}${salt}${key}"


def _scrypt(password: str, salt: bytes, costs: tuple[int, int, int], length: int) -> bytes:
    cost, block, parallel = costs
    typed = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(typed, salt=salt, n=cost, r=block, p=parallel, maxmem=2 * _MEMORY, dklen=length)
