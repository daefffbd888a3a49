"""The command line. Each command checks its input, calls one module and says in a line how it went.

Exit status: 0 done, 1 something that was checked fell short, 2 wrong use, 130 interrupted. Errors go to
stderr, one clear line first; ``AZWBOEK_DEBUG=1`` shows the traceback as well.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click

from . import plan as plans
from .errors import AzwboekError, UsageError
from .files import write_json, write_text
from .lock import locked
from .paths import Paths, project
from .plan import Plan
from .progress import Ticker

TOOLS = (
    "jupyter-book",
    "sphinx",
    "papermill",
    "nbclient",
    "ipykernel",
    "duckdb",
    "pandas",
    "altair",
    "vl-convert-python",
)


# ---- Dutch in the place of click's own words ----


class _Dutch:
    """Usage, options and commands of click in Dutch."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        for english, dutch in (("OPTIONS", "OPTIES"), ("COMMAND", "OPDRACHT"), ("ARGS", "...")):
            pieces = pieces.replace(english, dutch)
        formatter.write_usage(ctx.command_path, pieces, prefix="Gebruik: ")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Toon deze uitleg."
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for param in self.get_params(ctx) if (record := param.get_help_record(ctx))]
        if records:
            with formatter.section("Opties"):
                formatter.write_dl(records)


class _Command(_Dutch, click.Command):
    pass


class _Group(_Dutch, click.Group):
    command_class = _Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section("Opdrachten"):
            formatter.write_dl([(name, self.commands[name].get_short_help_str(90)) for name in self.commands])

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def _dutch(error: click.UsageError) -> str:
    """What is wrong with the command line, in Dutch."""
    if isinstance(error, click.NoSuchOption):
        near = f"; bedoel je {' of '.join(error.possibilities)}?" if error.possibilities else ""
        return f"onbekende optie {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        return f"er ontbreekt iets: {error.param.human_readable_name if error.param else error.param_hint}"
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param and error.param.opts else error.param_hint
        return f"{name}: ongeldige waarde; {_reason(error.message)}"
    if isinstance(error, click.exceptions.BadOptionUsage):
        return f"{error.option_name}: {_reason(error.message)}"
    return _reason(error.message)


def _reason(message: str) -> str:
    for english, dutch in (
        ("No such command", "onbekende opdracht"),
        ("Got unexpected extra arguments", "onbekende argumenten"),
        ("Got unexpected extra argument", "onbekend argument"),
        ("Did you mean", "bedoel je"),
        ("requires an argument", "vraagt een waarde"),
        ("is not a valid integer range", "is geen geheel getal"),
        ("is not a valid integer", "is geen geheel getal"),
        ("is not in the range", "valt buiten"),
        ("is not one of", "hoort niet bij"),
        (" is not ", " is niet "),
        ("does not exist", "bestaat niet"),
        ("Option", "optie"),
        ("is a directory", "is een map"),
    ):
        message = message.replace(english, dutch)
    return message


# ---- commands ----


@click.group(cls=_Group, context_settings={"help_option_names": ["--help"]})
def cli() -> None:
    """Bouw het AZW-boek: de arbeidsmarkt van zorg en welzijn, regio voor regio."""


ONLY = click.option(
    "--only",
    multiple=True,
    metavar="KEUZE",
    help="Alleen deze pagina's: CODE, CODE/hoofdstuk of /hoofdstuk; een regionaam mag ook. Herhaalbaar.",
)
ENGINE = click.option("--engine", type=click.Choice(["fork", "nbclient"]), default="fork", help="Motor van papermill.")
WORKERS = click.option("--workers", type=click.IntRange(1), metavar="N", help="Aantal processen; anders een per kern.")
CLUSTER = click.option("--cluster", metavar="ADRES", help="Laat een Dask-cluster het doen: tcp://machine:8786.")
FILE = click.Path(dir_okay=False, path_type=Path)
HOST = click.option(
    "--host", default="dataderden.cbs.nl", metavar="HOST[:POORT]", help="Waar de tabellen vandaan komen."
)
SCHEME = click.option(
    "--scheme", type=click.Choice(["https", "http"]), default="https", help="Hoe met de bron te praten."
)
CATALOGUE = click.option(
    "--catalogue", type=FILE, metavar="BESTAND", help="Een andere koppeling dan data/catalogus.yml."
)
SNAPSHOTS = click.option("--snapshots", type=click.Path(path_type=Path), metavar="MAP", help="Bewaarde CBS-tabellen.")
JSON_FILE = click.option("--json", "json_file", type=FILE, metavar="BESTAND", help="Verslag als JSON.")
INTERRUPTED = "afgebroken; wat klaar was, blijft staan"


@cli.command("list")
@click.option("--stale", is_flag=True, help="Toon welke pagina's uitgevoerd zouden worden, en waarom.")
@ONLY
@click.option("--json", "as_json", is_flag=True, help="Toon alles als JSON.")
def list_(stale: bool, only: tuple[str, ...], as_json: bool) -> None:
    """Toon de regio's en de hoofdstukken."""
    paths = project()
    plan = plans.load(paths)
    if stale:
        _list_stale(paths, plan.select(only), as_json)
        return
    if as_json:
        click.echo(json.dumps(_listing(plan), ensure_ascii=False, indent=1))
        return
    width = max(len(region.naam) for region in plan.regions)
    click.echo(f"{len(plan.regions)} gebieden (Nederland en de RegioPlus-arbeidsmarktregio's):")
    for region in plan.regions:
        click.echo(f"  {region.code:<7} {region.naam:<{width}}  {region.path}/")
    click.echo(f"{len(plan.chapters)} hoofdstukken:")
    for chapter in plan.chapters:
        click.echo(f"  {chapter.naam:<23} {chapter.titel}")


@cli.command()
@HOST
@SCHEME
@CATALOGUE
@SNAPSHOTS
@click.option("--timeout", type=click.FloatRange(min=0.1), default=60, help="Seconden dat de bron stil mag zijn.")
@click.option("--accept", multiple=True, metavar="TABEL", help="Leg kolommen en posities van deze tabel opnieuw vast.")
@JSON_FILE
def refresh(
    host: str,
    scheme: str,
    catalogue: Path | None,
    snapshots: Path | None,
    timeout: float,
    accept: tuple[str, ...],
    json_file: Path | None,
) -> None:
    """Haal de tabellen op bij het CBS, controleer ze en bewaar wat nieuw is."""
    from .sources import cbs
    from .sources import refresh as refreshing

    paths = project()
    source = cbs.Source.at(host, scheme, timeout=timeout)
    settings = refreshing.Settings.of(paths, source, mapping=catalogue, root=snapshots, accept=accept)
    try:
        with _stage("verversing") as stage:
            report = refreshing.refresh(settings, Ticker().tell)
            stage.say(report.counts())
    except cbs.Unreachable as error:
        write_json(paths.refreshed, refreshing.unreachable(settings, error).to_json())
        raise AzwboekError(f"{error}; controleer de verbinding.\n{refreshing.what_is_kept(settings)}") from error
    for file in filter(None, (paths.refreshed, json_file)):
        write_json(file, report.to_json())
    for line in report.lines():
        click.echo(line)
    if report.faults:
        raise AzwboekError("\n".join(report.faults))


@cli.group("snapshots")
def snapshots_() -> None:
    """Bekijk en controleer de bewaarde tabellen."""


@snapshots_.command("list")
@SNAPSHOTS
def snapshots_list(snapshots: Path | None) -> None:
    """Toon elke bewaarde versie; * is de versie die geldt."""
    from .sources import snapshots as kept

    root = _existing(snapshots) or project().snapshots
    found = kept.history(root)
    last = {snapshot.table: snapshot.id for snapshot in found}
    for snapshot in found:
        manifest = snapshot.manifest
        mark = "*" if last[snapshot.table] == snapshot.id else " "
        words = f"{manifest['rijen']} rijen, {manifest['host'] or 'zelf gemaakt'}, gewijzigd {manifest['gewijzigd']}"
        click.echo(f"{mark} {snapshot.id}  {words}  {manifest['titel']}")
    click.echo(f"{len(found)} versies van {len(last)} tabellen")


@snapshots_.command("verify")
@SNAPSHOTS
def snapshots_verify(snapshots: Path | None) -> None:
    """Controleer van elke bewaarde versie of zij heel is."""
    from .sources import snapshots as kept

    count, faults = kept.verify(_existing(snapshots) or project().snapshots)
    if faults:
        raise AzwboekError("\n".join(faults))
    click.echo(f"{count} versies gecontroleerd: alles heel")


@snapshots_.command("diff")
@click.argument("old", metavar="OUD")
@click.argument("new", metavar="[NIEUW]", required=False)
@SNAPSHOTS
def snapshots_diff(old: str, new: str | None, snapshots: Path | None) -> None:
    """Toon wat er verschilt tussen twee versies (TABEL@VERSIE), of tussen de laatste twee van een TABEL."""
    from .sources import snapshots as kept

    before, after = kept.pair(_existing(snapshots) or project().snapshots, old, new)
    for line in kept.changed_words(before, after):
        click.echo(line)
    cells = kept.changed_cells(before, after)
    if len(cells):
        click.echo(cells.to_csv(index=False).rstrip())
    click.echo(f"{before.id} -> {after.id}: {len(cells)} cellen verschillen", err=True)


@cli.command()
@HOST
@SCHEME
@CATALOGUE
@SNAPSHOTS
@click.option("--json", "as_json", is_flag=True, help="Toon alles als JSON.")
def doctor(host: str, scheme: str, catalogue: Path | None, snapshots: Path | None, as_json: bool) -> None:
    """Toon hoe het staat met omgeving, bron, bewaarde tabellen en de koppeling van de 17 indicatoren."""
    from . import doctor
    from .sources import cbs

    source = cbs.Source.at(host, scheme, timeout=10, attempts=1)
    diagnosis = doctor.examine(project(), source, mapping=catalogue, root=snapshots)
    if as_json:
        click.echo(json.dumps(diagnosis.to_json(), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(diagnosis.lines()))
    if diagnosis.bad:
        raise AzwboekError("\n".join(f"{finding.onderdeel}: {finding.uitleg}" for finding in diagnosis.bad))


@cli.command()
@SNAPSHOTS
@CATALOGUE
@click.option("--out", type=FILE, metavar="BESTAND", help="Waar het datawarehouse komt.")
def warehouse(snapshots: Path | None, catalogue: Path | None, out: Path | None) -> None:
    """Bouw het datawarehouse uit de registers en de bewaarde tabellen."""
    paths = project()
    with locked(paths):
        _warehouse(paths, _existing(snapshots), out, catalogue)


@cli.command()
@ONLY
@ENGINE
@WORKERS
@CLUSTER
@click.option("--force", is_flag=True, help="Voer ook uit wat al goed is.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Niet meer dan N pagina's.")
@JSON_FILE
def run(
    only: tuple[str, ...],
    engine: str,
    workers: int | None,
    cluster: str | None,
    force: bool,
    limit: int | None,
    json_file: Path | None,
) -> None:
    """Voer de notebooks uit voor de gekozen pagina's; zonder keuze voor alle."""
    paths = project()
    pages = plans.load(paths).select(only, limit)
    with locked(paths):
        report = _execute(paths, pages, json_file, engine=engine, workers=workers, cluster=cluster, force=force)
    click.echo(report.summary())


@cli.command()
@JSON_FILE
def check(json_file: Path | None) -> None:
    """Controleer de uitgevoerde notebooks en de gebouwde site."""
    paths = project()
    plan = plans.load(paths)
    with _stage("controle van de notebooks") as stage:
        faults = _gate_notebooks(paths, plan, stage)
    if paths.html.is_dir():
        with _stage("controle van de site") as stage:
            faults += _gate_site(paths, paths.html, plan, stage)
    else:
        click.echo("er is nog geen site gebouwd; alleen de notebooks zijn gecontroleerd")
    if json_file:
        found = [{"pagina": fault.page, "reden": fault.reason} for fault in faults]
        write_json(json_file, {"fouten": found})
    _stop_at(faults)


@cli.command()
@click.option("--check", "only_check", is_flag=True, help="Schrijf niets; status 1 als _toc.yml niet klopt.")
def toc(only_check: bool) -> None:
    """Schrijf de inhoudsopgave _toc.yml uit de regio's en de hoofdstukken."""
    paths = project()
    plan = plans.load(paths)
    if only_check:
        _check_toc(paths, plan)
    else:
        write_text(paths.root / "_toc.yml", plans.toc_text(plan))
    click.echo(f"_toc.yml: {len(plans.expected_pages(plan))} pagina's")


@cli.command()
@ENGINE
@WORKERS
@CLUSTER
@click.option("--force", is_flag=True, help="Maak alles opnieuw, ook wat al goed is.")
def build(engine: str, workers: int | None, cluster: str | None, force: bool) -> None:
    """Bouw het hele boek: datawarehouse, notebooks, controle, site, controle van de site."""
    from . import edition
    from .run import stale

    paths = project()
    plan = plans.load(paths)
    _check_toc(paths, plan)
    with locked(paths):
        stages: dict[str, float] = {}
        with _stage("datawarehouse", stages) as stage:
            _bring_warehouse(paths, stage, force=force)
        with _stage("notebooks", stages) as stage:
            report = _execute(paths, plan.pages, engine=engine, workers=workers, cluster=cluster, force=force)
            stage.say(report.counts())
        made_from = edition.edition(paths)
        key = stale.checksum(f"{made_from['id']} {stale.executed(paths, plan.pages)}")
        kept = paths.build / "site.json"
        if not force and stale.stage_is_fresh(kept, key, lambda: stale.present(paths.html)):
            click.echo("site ongewijzigd")
        else:
            counts = _make_site(paths, plan, stages)
            _report_build(paths, report, made_from, stages, counts)
            stale.keep_stage(kept, key, stale.present(paths.html))
    seconds = sum(stages.values())
    for line in _durations(stages, report):
        click.echo(line)
    click.echo(f"het boek staat in {paths.html / 'index.html'} (editie {made_from['id']}, {seconds:.0f} s)")


@cli.command()
@click.option("--only", multiple=True, metavar="NAAM", help="Alleen deze meting. Herhaalbaar.")
@JSON_FILE
def bench(only: tuple[str, ...], json_file: Path | None) -> None:
    """Meet hoe snel en hoe zuinig het gaat, vergeleken met wat een ander zou nemen."""
    from . import bench as benches

    reports = benches.run(project(), only, lambda text: click.echo(f"  {text}", err=True))
    if json_file:
        write_json(json_file, {"machine": benches.machine(), "metingen": reports})
    click.echo(benches.table(reports))
    if missed := benches.missed(reports):
        raise AzwboekError("\n".join([f"{len(missed)} grens/grenzen niet gehaald", *missed]))


@cli.command()
@click.argument("regio", nargs=-1)
def rapport(regio: tuple[str, ...]) -> None:
    """Maak van de gebouwde site een rapport (pdf) voor elke REGIO; zonder keuze voor alle. Vraagt een browser."""
    from . import edition
    from .progress import Progress
    from .site.take_along import reports

    paths = project()
    plan = plans.load(paths)
    regions = [plan.region(name) for name in regio] or list(plan.regions)
    with locked(paths), _stage("rapporten") as stage, Progress(len(regions), "rapporten") as progress:
        built = edition.built(paths)
        for _ in reports.make(paths, plan, regions, built):
            progress.advance()
        stage.say(f"{len(regions)} in {paths.html / 'downloads'}")


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit; the entry point of ``azwboek``.

    Args:
        args: the arguments; by default those of the process.
    """
    try:
        cli(args, prog_name="azwboek", standalone_mode=False)
        sys.exit(0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.UsageError as error:
        _fail(f"{_dutch(error)}\nUitleg: {error.ctx.command_path if error.ctx else 'azwboek'} --help", 2)
    except UsageError as error:
        _fail(str(error), 2)
    except AzwboekError as error:
        _fail(str(error), 1)
    except (click.Abort, KeyboardInterrupt):
        _fail(INTERRUPTED, 130)
    except OSError as error:
        _fail(f"{error.filename or 'bestand'}: {error.strerror or error}", 1)
    except click.ClickException as error:
        _fail(error.format_message(), 1)
    except Exception as error:  # the last stop: nobody reads a traceback
        if isinstance(error, RuntimeError) and str(error) == "Query interrupted":  # Ctrl-C, in DuckDB's words
            _fail(INTERRUPTED, 130)
        _fail(f"onverwachte fout: {type(error).__name__}: {error} (AZWBOEK_DEBUG=1 toont waar)", 1)


def _fail(message: str, status: int) -> None:
    if os.environ.get("AZWBOEK_DEBUG") == "1":
        import traceback

        traceback.print_exc()
    click.echo(f"azwboek: {message}", err=True)
    sys.exit(status)


# ---- stages, shared by the commands and by build ----


class _Stage:
    """What a stage has to say when it is done."""

    def __init__(self) -> None:
        self.text = ""

    def say(self, text: str) -> None:
        self.text = text


@contextlib.contextmanager
def _stage(name: str, stages: dict[str, float] | None = None) -> Iterator[_Stage]:
    """Time a stage and report it in one line: ``datawarehouse klaar in 3,2 s: 41.223 waarnemingen``."""
    from . import dutch

    start, stage = time.perf_counter(), _Stage()
    yield stage
    seconds = round(time.perf_counter() - start, 2)
    if stages is not None:
        stages[name] = seconds
    click.echo(f"{name} klaar in {dutch.number(seconds, 1)} s" + (f": {stage.text}" if stage.text else ""))


def _existing(folder: Path | None) -> Path | None:
    """The folder that was asked for, if any.

    Raises:
        UsageError: it does not exist.
    """
    if folder is not None and not folder.is_dir():
        raise UsageError(f"{folder}: deze map bestaat niet")
    return folder


def _warehouse(paths: Paths, snapshots: Path | None, out: Path | None, catalogue: Path | None = None) -> None:
    with _stage("datawarehouse") as stage:
        _build_warehouse(paths, snapshots, out, stage, catalogue)


def _build_warehouse(
    paths: Paths, snapshots: Path | None, out: Path | None, stage: _Stage, catalogue: Path | None = None
) -> None:
    from . import dutch
    from .warehouse import build as warehouses

    made = warehouses.build(paths, snapshot_folder=snapshots, out=out, mapping=catalogue)
    stage.say(f"{dutch.number(made['tabellen']['kern_waarneming'], 0)} waarnemingen, {made['soort']}")


def _execute(paths: Paths, pages: list, json_file: Path | None = None, **options):
    from .run import pool as runs

    report = runs.execute(paths, pages, **options)
    if json_file:
        write_json(json_file, report.to_json())
    if report.failed:
        lines = [f"{result.pagina}: {result.reden}" for result in report.failed]
        raise AzwboekError("\n".join([report.summary(), *lines]))
    return report


def _durations(stages: dict[str, float], report) -> list[str]:
    """A table of the stages and of the slowest notebooks, longest first; ``build.json`` holds the same."""
    from . import dutch

    rows = sorted(stages.items(), key=lambda row: -row[1])
    rows += [(f"notebook {result.pagina}", result.seconden) for result in report.slowest()]
    width = max(len(name) for name, _ in rows)
    return [f"  {name:<{width}}  {dutch.number(seconds, 1):>7} s" for name, seconds in rows]


def _bring_warehouse(paths: Paths, stage: _Stage, *, force: bool) -> None:
    """Build the warehouse unless it stands as it was made from exactly the present inputs."""
    from .run import stale
    from .run.fork import server as children

    kept = paths.warehouse.with_name("azw.state.json")
    key = stale.warehouse_key(paths)
    if not force and stale.stage_is_fresh(kept, key, lambda: stale.warehouse_state(paths)):
        stage.say("ongewijzigd")
        return
    kept.unlink(missing_ok=True)
    children.server()  # with another warehouse pages are executed as a rule: it gets ready meanwhile
    _build_warehouse(paths, None, None, stage)
    stale.keep_stage(kept, key, stale.warehouse_state(paths))


def _make_site(paths: Paths, plan: Plan, stages: dict[str, float]) -> dict:
    """Check the notebooks, make the site, check it, and put it in place."""
    from .site import build as site

    with _stage("controle van de notebooks", stages) as stage:
        _stop_at(_gate_notebooks(paths, plan, stage))
    with _stage("site", stages) as stage:
        counts = site.build(paths, plan)
        stage.say(", ".join(f"{number} {name}" for name, number in counts.items()))
    with _stage("controle van de site", stages) as stage:
        _stop_at(_gate_site(paths, site.new_html(paths), plan, stage))
    site.put_in_place(paths)
    return counts


def _report_build(paths: Paths, report, made_from: dict, stages: dict[str, float], counts: dict) -> None:
    from . import edition
    from .site.take_along import downloads

    tables = edition.warehouse_content(paths)["tabellen"]
    made = {
        "editie": made_from,
        "stappen": stages,
        "aantallen": {**tables, **counts, "notebooks": len(report.paginas)},
        "versies": _versions(),
        "omvang": downloads.size(paths.html),
        "paginas": [dataclasses.asdict(result) for result in report.paginas],
    }
    write_json(paths.build / "build.json", made)


def _list_stale(paths: Paths, pages: list, as_json: bool) -> None:
    from .run import pool as runs

    why = {page.key: reason for page, reason in runs.find_stale(paths, pages).items() if reason}
    if as_json:
        click.echo(json.dumps([{"pagina": key, "reden": why[key]} for key in why], ensure_ascii=False, indent=1))
        return
    for key, reason in why.items():
        click.echo(f"{key:<32} {reason}")
    click.echo(f"{len(why)} van {len(pages)} pagina's worden uitgevoerd")


def _gate_notebooks(paths: Paths, plan: Plan, stage: _Stage) -> list:
    from .gate import gate

    faults = gate.check_notebooks(paths, plan)
    stage.say(f"{len(plan.pages)} verwacht, {_count(faults)}")
    return faults


def _gate_site(paths: Paths, folder: Path, plan: Plan, stage: _Stage) -> list:
    from .gate import gate
    from .keep import Kept

    faults = gate.check_site(folder, plan, Kept(paths, "paginas"))
    stage.say(f"{len(plans.expected_pages(plan))} pagina's verwacht, {_count(faults)}")
    return faults


def _count(faults: list) -> str:
    pages = len({fault.page for fault in faults})
    return f"{len(faults)} fouten op {pages} pagina's" if faults else "alles in orde"


def _stop_at(faults: list) -> None:
    from .gate import gate

    if faults:
        lines = gate.one_line_per_page(faults)
        raise AzwboekError("\n".join([f"niet in orde: {len(lines)} pagina's", *lines]))


def _check_toc(paths: Paths, plan: Plan) -> None:
    path = paths.root / "_toc.yml"
    if not path.is_file() or path.read_text(encoding="utf-8") != plans.toc_text(plan):
        raise AzwboekError(f"{path}: past niet bij de regio's en hoofdstukken; maak hem opnieuw: 'azwboek toc'")


def _listing(plan: Plan) -> dict:
    return {
        "regios": [dataclasses.asdict(region) | {"adres": f"{region.path}/"} for region in plan.regions],
        "hoofdstukken": [dataclasses.asdict(chapter) for chapter in plan.chapters],
        "paginas": [
            {
                "sleutel": page.key,
                "regio": page.region.code,
                "hoofdstuk": page.chapter.naam,
                "adres": f"{page.docname}.html",
            }
            for page in plan.pages
        ],
    }


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    return {"python": sys.version.split()[0], **{name: version(name) for name in TOOLS}}
