"""The tiny lab, which these tests build and hand out."""

from tests.authoring.tiny_lab import built, executed, rewrite, tiny

__all__ = ["built", "executed", "rewrite", "tiny"]
