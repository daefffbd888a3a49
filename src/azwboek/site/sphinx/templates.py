"""Sphinx's templates, without their dates."""

from __future__ import annotations

from sphinx.jinja2glue import BuiltinTemplateLoader


class UndatedTemplates(BuiltinTemplateLoader):
    """Every checkout gives templates new dates; what they say is watched by :mod:`azwboek.site.sphinx.process`."""

    def newest_template_mtime(self) -> float:
        """Return that no template is newer than a page."""
        return 0
