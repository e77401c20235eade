"""Rendered message → findings: what a careful editor would check before it is mailed. Pure, and light at import."""

from __future__ import annotations

from digest.model import Finding, Level
from digest.preflight.mail import Mail, read_eml, read_html
from digest.preflight.options import PreflightOptions

__all__ = ["Mail", "PreflightOptions", "preflight", "read_eml", "read_html"]

_ORDER = {Level.ERROR: 0, Level.WARNING: 1, Level.INFO: 2}


def preflight(mail: Mail, /, *, options: PreflightOptions) -> tuple[Finding, ...]:
    """Run every check over a finished mail: errors first, then warnings, then what is worth knowing, each by place.

    A check that fails itself becomes a warning and does not keep the others from being run.
    """
    from digest.preflight.checks import CHECKS

    found: list[Finding] = []
    for check in CHECKS:
        if check.key in options.ignore:
            continue
        try:
            found += (
                Finding(
                    check=check.key,
                    level=each.level,
                    message=each.message,
                    where=each.where,
                    remedy=each.remedy,
                    line=each.line,
                )
                for each in check.run(mail, options)
            )
        except Exception as exc:
            message = f"this check failed itself: {type(exc).__name__}: {exc}"
            found.append(Finding(check=check.key, level=Level.WARNING, message=message))
    return tuple(sorted(found, key=lambda each: (_ORDER[each.level], each.line or 0)))
