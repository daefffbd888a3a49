"""What a reader can download: workbooks, the warehouse, descriptions of the CSV files, one zip of the whole book.

Files that hold invented values have ``demonstratie`` in their name, and say so in their first sheet or field. A table of the
warehouse holds them when it has rows of that kind, or is a raw table that was made up.
"""

from __future__ import annotations

import dataclasses
import datetime
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
from duckdb import ColumnExpression as Column
from duckdb import ConstantExpression as Constant

from ... import dutch
from ...chapters import programme
from ...chapters.figures import Column as Shown
from ...chapters.figures import Figure
from ...keep import Kept, checksum
from ...kinds import INVENTED, MIXED
from ...paths import Paths
from ...plan import Plan, Region
from ...sources import registers
from ...warehouse import ask
from ...warehouse import build as warehouse
from ...warehouse.ask import frame

FOLDER = "downloads"
#: In the name of a file with invented values.
INVENTED_NAME = f"-{INVENTED}"
#: Files that are compressed already.
COMPRESSED = {".xlsx", ".parquet", ".zip", ".pdf", ".woff2", ".png"}
XSD = {"tekst": "string", "geheel": "integer", "getal": "double"}
DATA_PACKAGE = {"tekst": "string", "geheel": "integer", "getal": "number"}
OWN_COLUMN = "Kolom van een eigen berekening in dit hoofdstuk."
WARNING = "Let op: demonstratie. Een deel van de cijfers is verzonnen: dat staat in de kolom soort. Gebruik die niet."
MEDIA = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".duckdb": "application/vnd.duckdb",
}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
MAXIMUM_WIDTH = 60
#: In the place of an edition in a workbook that is kept; the day is one that no file names.
MARKS = {"id": "§EDITIE§", "datum": "1000-01-01"}
MARK_WORDS = "§DATUM§"


@dataclass(frozen=True)
class Download:
    """A file to download: its address in the site, what it is called, and its size in bytes when it has been made."""

    address: str
    titel: str
    omvang: int = 0
    regio: str = ""

    @property
    def mark(self) -> str:
        """What stands for its size in a page until that is known."""
        return f"§{checksum(self.address)[:12]}§"

    @property
    def is_tabel(self) -> bool:
        return self.address.endswith(".parquet")

    @property
    def is_datawarehouse(self) -> bool:
        return self.address.endswith(".duckdb")


def planned(plan: Plan, edition: dict, connection: duckdb.DuckDBPyConnection) -> list[Download]:
    """What :func:`make` will write: a workbook for each region, the tables of the warehouse, and all of it in one file."""
    mark = _mark(edition)
    books = [
        Download(
            f"{FOLDER}/azw-boek-{region.code}-{region.slug}{mark}.xlsx",
            f"{region.naam}: alle cijfers (Excel)",
            regio=region.code,
        )
        for region in plan.regions
    ]
    invented = _invented(connection)
    tables = [
        Download(f"{FOLDER}/parquet/{name}{INVENTED_NAME if name in invented else ''}.parquet", name)
        for name in warehouse.tables(connection)
    ]
    return [*books, *tables, Download(f"{FOLDER}/azw-boek{mark}.duckdb", "Het hele datawarehouse (DuckDB)")]


def make(
    paths: Paths, plan: Plan, edition: dict, connection: duckdb.DuckDBPyConnection, folder: Path
) -> list[Download]:
    """Write the workbooks and the warehouse into a folder, and say how large they are."""
    (folder / "parquet").mkdir(parents=True)
    kept = Kept(paths, "workbooks", __name__)
    made = []
    for file in planned(plan, edition, connection):
        path = folder / file.address.removeprefix(f"{FOLDER}/")
        if file.regio:
            path.write_bytes(workbook(paths, plan.region(file.regio), edition, connection, kept))
        elif path.suffix == ".parquet":
            connection.table(file.titel).write_parquet(str(path), compression="zstd")
        else:
            database(paths, folder / "parquet", path)
        made.append(dataclasses.replace(file, omvang=path.stat().st_size))
    kept.sweep()
    return made


def workbook(paths: Paths, region: Region, edition: dict, connection: duckdb.DuckDBPyConnection, kept: Kept) -> bytes:
    """One region as an Excel file with four sheets; kept by its figures, with marks for the edition."""
    answers = [
        ask.ask(connection, paths, name, {"regio": region.code}) for name in ("standen", "reeksen", "definities")
    ]
    made_from = (repr(region), edition["soort"], *map(ask.outcome, answers))
    return _stamped(kept.get(lambda: _workbook(region, edition["soort"], *map(frame, answers)), *made_from), edition)


def _stamped(content: bytes, edition: dict) -> bytes:
    """A workbook with the edition in the place of its marks."""
    words = {MARKS["id"]: edition["id"], MARKS["datum"]: edition["datum"], MARK_WORDS: _day_in_words(edition)}
    stamped = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(stamped, "w") as out:
        for part in parts.infolist():
            text = parts.read(part)
            for mark, word in words.items():
                text = text.replace(mark.encode(), word.encode())
            out.writestr(part, text)
    return stamped.getvalue()


def _workbook(
    region: Region, kind: str, standing: pd.DataFrame, series: pd.DataFrame, definitions: pd.DataFrame
) -> bytes:
    """The workbook with marks for the edition. Text is written as text: a cell never becomes a formula or a link."""
    import xlsxwriter  # only the process that writes workbooks needs it

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        day = datetime.datetime.fromisoformat(MARKS["datum"])
        mark = " (deels verzonnen)" if kind == INVENTED else ""
        book.set_properties({"title": f"AZW-boek: {region.naam}{mark}", "author": "AZW-boek", "created": day})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Leeswijzer")
        sheet.set_column(0, 0, 100)
        for number, text in enumerate(guide(region, MARKS | {"soort": kind}, MARK_WORDS)):
            sheet.write_string(number, 0, text, head if number == 0 else wrap)
        columns = {
            "naam": "Indicator", "waarde": region.naam, "waarde_nl": "Nederland", "waarde_jaar_eerder": "Jaar eerder",
            "laagste": "Laagste regio", "hoogste": "Hoogste regio", "eenheid": "Eenheid", "populatie": "Wie telt mee",
            "periode_label": "Periode", "status": "Status", "soort": "Soort cijfer", "indicator": "Kenmerk", "vintage": "Versie van de tabel",
        }  # fmt: skip
        _sheet(book, "Indicatoren", standing, columns, head)
        columns = {
            "naam": "Reeks", "periode_label": "Periode", "waarde": region.naam, "eenheid": "Eenheid", "populatie": "Wie telt mee",
            "status": "Status", "reden_ontbreekt": "Waarom leeg", "soort": "Soort cijfer", "periode": "Code van de periode",
            "indicator": "Kenmerk", "vintage": "Versie van de tabel",
        }  # fmt: skip
        _sheet(book, "Reeksen", series, columns, head)
        columns = {
            "naam": "Indicator", "definitie": "Wat is het?", "teller": "Geteld (teller)", "noemer": "Gedeeld door (noemer)",
            "let_op": "Let op", "eenheid": "Eenheid", "populatie": "Wie telt mee", "frequentie": "Hoe vaak?",
            "verwachte_bron": "Uit welke bron?", "regionaal": "Per regio", "indicator": "Kenmerk",
        }  # fmt: skip
        _sheet(book, "Definities", definitions, columns, head, wrap)
    return content.getvalue()


def guide(region: Region, edition: dict, day: str) -> list[str]:
    """The first sheet: what this is, of which edition, and what to keep in mind."""
    populations = programme.words("populatie")
    return [
        f"AZW-boek: {region.naam} ({region.code})",
        *([WARNING.replace("kolom soort", "kolom Soort cijfer")] if edition["soort"] == INVENTED else []),
        f"Editie {edition['id']}, gemaakt op {day}.",
        "Bron: CBS, AZW StatLine, CC BY 4.0." if edition["soort"] == "cbs" else "Bron: per rij CBS, AZW StatLine (CC BY 4.0), of verzonnen.",
        "Bladen: Indicatoren (laatste cijfer van elke indicator), Reeksen (alle perioden), Definities (wat er gemeten is).",
        "Een lege cel betekent: geen cijfer. Het betekent nooit nul.",
        "Percentages staan als getal: 6,5 is 6,5%. Een verschil tussen twee percentages is een procentpunt.",
        f"Wie telt mee: {populations['smal']}; {populations['breed']}.",
        "Een regio is waar mensen wonen, niet waar zij werken. Enquêtecijfers per regio zijn schattingen met een model.",
        "In- en uitstroom vergelijken een kwartaal met hetzelfde kwartaal een jaar eerder: tel kwartalen niet op.",
        "Vergelijk niet over een reeksbreuk heen: zie de Verantwoording in het boek.",
    ]  # fmt: skip


def _sheet(book, name: str, rows: pd.DataFrame, columns: Mapping[str, str], head, wrap=None) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    cells = [[None if dutch.missing(value) else value for value in rows[column].tolist()] for column in columns]
    for place, (label, values) in enumerate(zip(columns.values(), cells, strict=True)):
        longest = max((len(str(value)) for value in values if value is not None), default=0)
        sheet.set_column(place, place, min(MAXIMUM_WIDTH, max(12, longest + 2, len(label) + 2)))
        sheet.write_string(0, place, label, head)
        for number, value in enumerate(values, start=1):
            if isinstance(value, str):
                sheet.write_string(number, place, value, wrap)
            elif value is not None:
                sheet.write_number(number, place, value, wrap)
    sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)


def database(paths: Paths, folder: Path, path: Path) -> None:
    """The warehouse as one small DuckDB file, that version 1 can read too: the tables without constraints, the functions and the views."""
    config = ask.CONFIG | {"storage_compatibility_version": "v1.0.0"}
    with duckdb.connect(str(path), config=config) as con:
        con.execute("set disabled_compression_methods = 'fsst'")  # it makes a file of another size each time
        for file in sorted(folder.glob("*.parquet")):
            con.read_parquet(str(file)).create(file.stem.removesuffix(INVENTED_NAME))
        warehouse.run_files(con, warehouse.view_files(paths.sql))
        con.execute("checkpoint")


def describe(edition: dict, shown: Mapping[str, Figure], registers_folder: Path) -> dict[str, str]:
    """Descriptions of the CSV files: for each folder a Data Package and CSVW metadata.

    Args:
        edition: the edition.
        shown: address of each CSV -> the figure it holds.
        registers_folder: where the descriptions of columns are.

    Returns:
        Address -> text.

    Raises:
        KeyError: a column has no description, and is none that an analyst made; a test holds that.
    """
    known = {row.naam: row for row in registers.read_one(registers_folder, "kolommen")}
    folders: dict[str, dict[str, Figure]] = {}
    for address, figure in shown.items():
        folder, _, name = address.rpartition("/")
        folders.setdefault(folder, {})[name] = figure
    texts = {}
    for folder, own in folders.items():
        texts[f"{folder}/datapackage.json"] = _json(_data_package(folder, own, known, edition))
        texts[f"{folder}/csv-metadata.json"] = _json(_csvw(own, known, edition))
    return texts


def _data_package(folder: str, own: Mapping[str, Figure], known: Mapping, edition: dict) -> dict:
    invented = any(figure.soort in (INVENTED, MIXED) for figure in own.values())
    return {
        "name": folder.replace("/", "-"),
        "title": f"AZW-boek: cijfers van {folder.removeprefix('csv/')}",
        "description": (WARNING + " " if invented else "") + f"Editie {edition['id']}.",
        "version": edition["id"],
        "created": edition["datum"],
        "resources": [
            {
                "name": figure.id,
                "path": name,
                "title": figure.titel,
                "description": f"{figure.onderschrift}. {figure.bron}",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "soort": figure.soort,
                "vraag": figure.vraag,
                "schema": {
                    "fields": [
                        {
                            "name": column.naam,
                            "type": DATA_PACKAGE[soort],
                            "title": column.label or column.naam,
                            "description": words,
                        }
                        for column, soort, words in _described(figure, known)
                    ],
                    "missingValues": [""],
                },
            }
            for name, figure in own.items()
        ],
    }


def _csvw(own: Mapping[str, Figure], known: Mapping, edition: dict) -> dict:
    invented = any(figure.soort in (INVENTED, MIXED) for figure in own.values())
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "dc:description": (WARNING + " " if invented else "") + f"Editie {edition['id']}.",
        "dc:date": edition["datum"],
        "tables": [
            {
                "url": name,
                "dc:title": figure.titel,
                "dc:source": figure.bron,
                "tableSchema": {
                    "columns": [
                        {
                            "name": column.naam,
                            "titles": column.naam,
                            "datatype": XSD[soort],
                            "null": "",
                            "dc:description": words,
                        }
                        for column, soort, words in _described(figure, known)
                    ]
                },
            }
            for name, figure in own.items()
        ],
    }


def _described(figure: Figure, known: Mapping) -> Iterator[tuple[Shown, str, str]]:
    """The columns of a figure with kind and description; of an analyst's own column only where it comes from is known."""
    for column in figure.kolommen:
        if figure.eigen and column.naam not in known:
            yield column, "getal" if column.eenheid else "tekst", OWN_COLUMN
        else:
            yield column, known[column.naam].soort, known[column.naam].omschrijving


def catalogue(plan: Plan, edition: dict, made: Iterable[Download]) -> dict:
    """The book as a DCAT catalogue; addresses are relative to the site, which can stand anywhere."""
    made = list(made)
    database = next(file for file in made if file.address.endswith(".duckdb"))
    workbooks = {file.regio: file for file in made if file.regio}
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "schema": "https://schema.org/",
        },
        "@id": "",
        "@type": "dcat:Catalog",
        "dct:title": {"@language": "nl", "@value": "AZW-boek"},
        "dct:description": {"@language": "nl", "@value": _description(edition)},
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/NLD"},
        "dct:modified": edition["datum"],
        "dcat:dataset": [
            {
                "@id": f"{region.path}/{'kernindicatoren' if region.code == 'NL' else 'index'}.html",
                **dataset(region, edition, "dct:", "dcat:"),
                "dcat:distribution": [
                    _distribution(workbooks[region.code].address, edition),
                    _distribution(database.address, edition),
                ],
            }
            for region in plan.regions
        ],
    }


def dataset(region: Region, edition: dict, terms: str = "", types: str = "") -> dict:
    """A region's figures as a data set in the words of DCAT."""
    licence = {f"{terms}license": {"@id": LICENCE}} if edition["soort"] == "cbs" else {}
    return {
        "@type": f"{types}Dataset",
        f"{terms}identifier": f"azw-boek-{region.code}",
        f"{terms}title": {"@language": "nl", "@value": f"Arbeidsmarkt zorg en welzijn: {region.naam}"},
        f"{terms}description": {"@language": "nl", "@value": _description(edition)},
        f"{terms}modified": edition["datum"],
        f"{terms}publisher": "AZW-boek",
        f"{terms}spatial": f"{region.naam} ({region.code})",
        **licence,
    }


def schema_org(region: Region, edition: dict, files: Iterable[tuple[str, str]]) -> str:
    """A region's figures as a schema.org ``Dataset``: JSON that is safe within a script element.

    Args:
        region: the region.
        edition: the edition.
        files: address and media type of each distribution.
    """
    content = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "identifier": f"azw-boek-{region.code}",
        "name": f"Arbeidsmarkt zorg en welzijn: {region.naam}",
        "description": _description(edition),
        "inLanguage": "nl",
        "version": edition["id"],
        "dateModified": edition["datum"],
        "spatialCoverage": f"{region.naam} ({region.code})",
        "creator": {"@type": "Organization", "name": "AZW-boek"},
        "isAccessibleForFree": True,
        **({"license": LICENCE} if edition["soort"] == "cbs" else {}),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": address, "encodingFormat": media} for address, media in files
        ],
    }
    text = json.dumps(content, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def book_address(edition: dict) -> str:
    """Where the zip of the whole book stands in the site."""
    return f"{FOLDER}/azw-boek-heel{_mark(edition)}.zip"


def media_type(address: str) -> str:
    """The media type of a download."""
    return MEDIA[Path(address).suffix]


def zip_book(root: Path, edition: dict) -> Download:
    """The whole site as one zip that opens from a folder; the same content gives the same file."""
    path = root / book_address(edition)
    when = (*map(int, edition["datum"].split("-")), 0, 0, 0)
    work = path.with_suffix(".bezig")
    with zipfile.ZipFile(work, "w") as out:
        for file in sorted(found for found in root.rglob("*") if found.is_file() and found not in (path, work)):
            info = zipfile.ZipInfo(f"azw-boek/{file.relative_to(root).as_posix()}", when)
            info.compress_type = zipfile.ZIP_STORED if file.suffix in COMPRESSED else zipfile.ZIP_DEFLATED
            out.writestr(info, file.read_bytes())
    work.replace(path)
    return Download(f"{FOLDER}/{path.name}", "Het hele boek (zip)", path.stat().st_size)


def size(root: Path) -> dict[str, int]:
    """How large the site is: number of files, and bytes by kind."""
    sizes: dict[str, int] = {"bestanden": 0, "bytes": 0, "paginas": 0, "csv": 0, "downloads": 0, "overig": 0}
    for file in root.rglob("*"):
        if file.is_file():
            place, bytes_ = file.relative_to(root), file.stat().st_size
            kind = place.parts[0] if place.parts[0] in ("csv", FOLDER) else "overig"
            sizes["paginas" if file.suffix == ".html" else kind] += bytes_
            sizes["bestanden"] += 1
            sizes["bytes"] += bytes_
    return sizes


def _description(edition: dict) -> str:
    invented = WARNING + " " if edition["soort"] == INVENTED else ""
    return (
        f"{invented}Indicatoren van het programma TAZ met bron, definitie, periode en status. Editie {edition['id']}."
    )


def _distribution(address: str, edition: dict) -> dict:
    return {
        "@type": "dcat:Distribution",
        "dct:title": address.rpartition("/")[2],
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": media_type(address),
        "dct:modified": edition["datum"],
    }


def _day_in_words(edition: dict) -> str:
    return dutch.date(datetime.date.fromisoformat(edition["datum"]))


def _mark(edition: dict) -> str:
    return INVENTED_NAME if edition["soort"] == INVENTED else ""


def _invented(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The tables of the warehouse with invented values in them."""
    raw = connection.execute("select tabel from kern_vintage where soort = $soort", {"soort": INVENTED}).fetchall()
    found = {warehouse.raw_name(table) for (table,) in raw}
    tables = connection.execute(
        "select table_name from duckdb_columns() where column_name = 'soort' and data_type = 'VARCHAR' and not internal"
    ).fetchall()
    for (name,) in tables:
        if connection.table(name).filter(Column("soort") == Constant(INVENTED)).limit(1).fetchall():
            found.add(name)
    return found


def _json(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
