"""Who reads: addresses as people type them, readers as other services export them. Consent is never invented."""

from digest.subscriptions.address import harmless_name, parse_address
from digest.subscriptions.choices import read_choice
from digest.subscriptions.importing import ImportReport, Readers, Refused, import_csv, write_refused

__all__ = [
    "ImportReport",
    "Readers",
    "Refused",
    "harmless_name",
    "import_csv",
    "parse_address",
    "read_choice",
    "write_refused",
]
