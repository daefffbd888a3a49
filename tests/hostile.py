"""Text that would be markup somewhere: in Markdown, MyST, HTML, an attribute, a template, a script, a spreadsheet."""

from __future__ import annotations

#: What a script of one of them would call.
RUN = "kwaad()"
PAYLOADS = {
    "directive": f"x\n\n```{{raw}} html\n<script>{RUN}</script>\n```\n",
    "directive-tilde": f"x\n~~~{{raw}} html\n<img src=x onerror={RUN}>\n~~~",
    "colon-fence": f"x\r\n\r\n:::{{raw}} html\r\n<script>{RUN}</script>\r\n:::",
    "line-ends": f"x\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\r```{{raw}} html\r<script>{RUN}</script>\r```",
    "include": "x\n```{include} ../../../../../../../../etc/hostname\n```",
    "include-absolute": "x\n```{include} /etc/passwd\n```",
    "literalinclude": "x\n```{literalinclude} /etc/passwd\n```",
    "csv-table": "x\n```{csv-table}\n:file: /etc/passwd\n```",
    "image": "x\n```{image} /etc/passwd\n```\n![b](/etc/passwd)",
    "figure": "x\n```{figure} https://kwaad.example/a.png\n```\n![b](https://kwaad.example/b.png)",
    "rst": f"x\n```{{eval-rst}}\n.. raw:: html\n\n   <script>{RUN}</script>\n```",
    "roles": "{download}`/etc/passwd` {raw}`x` {eval}`open('/etc/passwd').read()` {math}`x`",
    "script": f"<script>{RUN}</script>",
    "handler": f"<img src=x onerror={RUN}><svg onload={RUN}>",
    "attribute": f'" onmouseover="{RUN}" autofocus onfocus="{RUN}" x="',
    "attribute-single": f"' onmouseover='{RUN}' autofocus onfocus='{RUN}' x='",
    "end-of-element": f"</p></td></table></details></script></style></title></textarea><script>{RUN}</script>",
    "comment": f"--><script>{RUN}</script><!--",
    "link": f"[klik](javascript:{RUN}) [klik](https://kwaad.example/) <https://kwaad.example/> [b]: x",
    "address": f"javascript:{RUN}",
    "elsewhere": '<iframe src="https://kwaad.example/"></iframe><link rel=stylesheet href=//kwaad.example/a.css>',
    "heading": "x\n\n# Kop\n\nKop\n===\n\n## Kop ##",
    "emphasis": "*nadruk* **vet** _nadruk_ ~~weg~~ `code` | cel | $x$ ^a^ [^1] \\* a\\\nb",
    "list": "- a\n- b\n\n1. een\n2. twee\n\n    code\n\n> aanhaling",
    "number": "12. twaalf",
    "definition": "woord\n: uitleg",
    "target": "(hier)=\n% opmerking\n+++ blok\n---",
    "reference": "&lt;script&gt; &#60;b&#62; &amp;amp; &copy;",
    "template": "{{ 7*7 }} {% raw %} {# weg #} ${7*7} §EDITIE",
    "cdata": f"]]><script>{RUN}</script>",
    "mark": "<!--AZWFIGUUR index stand-->",
    "formula": '=HYPERLINK("https://kwaad.example/","klik")',
    "formula-space": " \t=1+1",
}


def plain(text: str) -> str:
    """A text as a reader sees it: spaces and line ends as one space."""
    return " ".join("".join(" " if ch in "\x1c\x1d\x1e\x85\x0b\x0c" else ch for ch in text).split())
