"""Rendered → delivered, once."""

from digest.send.ports import Connection, ConnectionLost, Outbox, Reply, Transport

__all__ = ["Connection", "ConnectionLost", "Outbox", "Reply", "Transport"]
