"""The two ways in which a command can end badly."""

from __future__ import annotations


class AzwboekError(Exception):
    """Something that was checked fell short (exit status 1). The first line says what, where and what to do."""


class UsageError(AzwboekError):
    """The command was used wrongly (exit status 2)."""
