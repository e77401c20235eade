"""Every error this program raises on purpose.

    DigestError              exit code 1
    ├── InputError           2  an argument or a file the user named cannot be used
    ├── ConfigError          2  config.toml, an environment variable or a secret
    ├── ThemeError           2  a theme's mistake: file, line, tag
    ├── BlockedError         2  sending is refused until something is supplied
    ├── PreflightError       1  the finished issue has mistakes that would harm its readers or its sender
    ├── FetchError           1  a URL could not be fetched (has `temporary`, `status`)
    ├── ParseError           1  bytes arrived and are not what the source promised
    ├── StoreError           1  the database
    │   ├── GroupsChangedError  readers chose otherwise, or got other issues, while an issue was composed
    │   └── HandChangedError   somebody edited an issue while it was made
    └── TransportError       1  the mail server, before any recipient is to blame

A message says what went wrong, with which thing, and what to do next, in one line.
"""


class DigestError(Exception):
    """Base of all expected failures; `str(error)` is the line a user reads."""

    exit_code = 1


class InputError(DigestError):
    """An argument or a file the user named cannot be used."""

    exit_code = 2


class ConfigError(DigestError):
    """The configuration is wrong; `key` is the path to the value, such as `newsletters.daily.when`."""

    exit_code = 2

    def __init__(
        self, message: str, *, file: str = "config.toml", key: str = "", line: int | None = None
    ) -> None:
        self.file, self.key, self.line = file, key, line
        where = file if line is None else f"{file}:{line}"
        super().__init__(": ".join(part for part in (where, key, message) if part))


class ThemeError(DigestError):
    """A theme cannot be used; names the file, the line and what was expected."""

    exit_code = 2

    def __init__(self, message: str, *, file: str = "", line: int | None = None) -> None:
        self.file, self.line = file, line
        where = file if line is None else f"{file}:{line}"
        super().__init__(": ".join(part for part in (where, message) if part))


class BlockedError(DigestError):
    """Sending is refused: something the law or safety asks for is missing."""

    exit_code = 2


class PreflightError(DigestError):
    """The finished issue has mistakes; `count` of them, and `digest lint` shows each."""

    def __init__(self, first: str, *, count: int, newsletter: str) -> None:
        self.count = count
        rest = f" (and {count - 1} more)" if count > 1 else ""
        super().__init__(
            f"{newsletter}: not sent, the mail has mistakes: {first}{rest}; "
            f"“digest lint” shows them, “digest send --force” sends anyway"
        )


class FetchError(DigestError):
    """A URL could not be fetched; `temporary` says whether trying later makes sense."""

    def __init__(
        self, message: str, *, url: str = "", status: int | None = None, temporary: bool = True
    ) -> None:
        self.url, self.status, self.temporary = url, status, temporary
        super().__init__(message)


class ParseError(DigestError):
    """Content arrived and is not what its source promised."""


class StoreError(DigestError):
    """The database could not be opened, read or written."""


class GroupsChangedError(StoreError):
    """While an issue was composed, readers appeared for whom nothing was; nothing was written, compose again."""


class HandChangedError(StoreError):
    """An issue was edited while it was made; nothing was frozen, and it can be made again at once."""


class TransportError(DigestError):
    """The mail server failed before any recipient could be blamed: connect, TLS, login, MAIL FROM."""

    def __init__(self, message: str, *, code: int | None = None, temporary: bool = True) -> None:
        self.code, self.temporary = code, temporary
        super().__init__(message)
