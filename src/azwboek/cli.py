"""The command line. Each command checks its input, calls one module and says in a line how it went.

Exit status: 0 done, 1 something that was checked fell short, 2 wrong use, 130 interrupted. Errors go to
stderr, one clear line first; ``AZWBOEK_DEBUG=1`` shows the traceback as well.
"""

from __future__ import annotations

import gettext
import importlib
import json
import os
import sys
from pathlib import Path

import click

from . import build as chain
from . import plan as plans
from .errors import AzwboekError, UsageError
from .files import locked, write_json, write_text
from .paths import Paths, project
from .plan import Plan
from .progress import Ticker, stage
from .site.theme import contents

# ---- Dutch in the place of click's own words: the catalogue in ``locale``, and what click does not have translated ----

LOCALE = Path(__file__).parent / "locale"


class _Command(click.Command):
    """A command whose usage is Dutch."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"options_metavar": "[OPTIES]"} | options)


class _Group(_Command, click.Group):
    """A group whose usage is Dutch; its commands stand in the order of the work."""

    command_class = _Command

    def __init__(self, *args, **options):
        super().__init__(*args, **{"subcommand_metavar": "OPDRACHT [ARGUMENTEN]..."} | options)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def speak_dutch() -> None:
    """Let click find its words in Dutch, whatever the language of the machine."""
    os.environ["LANGUAGE"] = "nl"
    gettext.bindtextdomain("messages", str(LOCALE))


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
AREAS = click.option(
    "--gebieden",
    metavar="SETS",
    help="Andere gebieden naast Nederland: een of meer bestanden in parameters/gebieden, met een komma ertussen.",
)
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
TIMEOUT = click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=60, help="Seconden dat de bron stil mag zijn."
)
SNAPSHOTS = click.option("--snapshots", type=click.Path(path_type=Path), metavar="MAP", help="Bewaarde CBS-tabellen.")
JSON_FILE = click.option("--json", "json_file", type=FILE, metavar="BESTAND", help="Verslag als JSON.")
INTERRUPTED = "afgebroken; wat klaar was, blijft staan"


@cli.command("list")
@AREAS
@click.option("--stale", is_flag=True, help="Toon welke pagina's uitgevoerd zouden worden, en waarom.")
@ONLY
@click.option("--json", "as_json", is_flag=True, help="Toon alles als JSON.")
def list_(gebieden: str | None, stale: bool, only: tuple[str, ...], as_json: bool) -> None:
    """Toon de regio's en de hoofdstukken."""
    paths = project(gebieden)
    plan = plans.load(paths)
    if stale:
        _list_stale(paths, plan.select(only), as_json)
        return
    if as_json:
        click.echo(json.dumps(plan.to_json(), ensure_ascii=False, indent=1))
        return
    width = max(len(region.naam) for region in plan.regions)
    click.echo(f"{len(plan.regions)} gebieden (Nederland en {plan.nouns}):")
    for region in plan.regions:
        click.echo(f"  {region.code:<7} {region.naam:<{width}}  {region.path}/")
    click.echo(f"{len(plan.chapters)} hoofdstukken:")
    for chapter in plan.chapters:
        click.echo(f"  {chapter.naam:<23} {chapter.titel}")


@cli.command()
@AREAS
@HOST
@SCHEME
@CATALOGUE
@SNAPSHOTS
@TIMEOUT
@click.option("--kanaal", type=click.Choice(["v3", "v4"]), default="v3", help="OData v3, of de bestanden van v4.")
@click.option("--accept", multiple=True, metavar="TABEL", help="Leg kolommen en posities van deze tabel opnieuw vast.")
@click.option("--force", is_flag=True, help="Haal ook op wat volgens het CBS niet is gewijzigd.")
@click.option(
    "--opnemen",
    type=click.Path(path_type=Path),
    metavar="MAP",
    help="Bewaar elk antwoord, om na te spelen of mee te sturen.",
)
@JSON_FILE
def refresh(
    gebieden: str | None,
    host: str,
    scheme: str,
    catalogue: Path | None,
    snapshots: Path | None,
    timeout: float,
    kanaal: str,
    accept: tuple[str, ...],
    force: bool,
    opnemen: Path | None,
    json_file: Path | None,
) -> None:
    """Haal de tabellen op bij het CBS, controleer ze en bewaar wat nieuw is."""
    from .sources import cbs, channels
    from .sources import refresh as refreshing
    from .sources.faults import Unreachable
    from .sources.recording import Recording

    paths = project(gebieden)
    record = Recording.into(opnemen) if opnemen else None
    host = channels.CHANNELS[kanaal] if host == channels.HOST else host
    source = cbs.Source.at(host, scheme, timeout=timeout, record=record, channel=kanaal)
    settings = refreshing.Settings.of(paths, source, mapping=catalogue, root=snapshots, accept=accept, force=force)
    try:
        with stage("verversing") as current:
            report = refreshing.refresh(settings, Ticker().tell)
            current.say(report.counts())
    except Unreachable as error:
        write_json(paths.refreshed, refreshing.unreachable(settings, error).to_json())
        raise AzwboekError(f"{error}; controleer de verbinding.\n{refreshing.what_is_kept(settings)}") from error
    for file in filter(None, (paths.refreshed, json_file)):
        write_json(file, report.to_json())
    for line in report.lines():
        click.echo(line)
    if report.faults:
        raise AzwboekError("\n".join(report.faults))


@cli.command()
@click.argument("reeks", nargs=-1)
@click.option(
    "--kies",
    multiple=True,
    metavar="KEUZE",
    help="Koppel zonder te vragen: REEKS=NUMMER of wat bij 'kies' staat. Herhaalbaar.",
)
@HOST
@SCHEME
@CATALOGUE
@SNAPSHOTS
@TIMEOUT
def koppel(
    reeks: tuple[str, ...],
    kies: tuple[str, ...],
    host: str,
    scheme: str,
    catalogue: Path | None,
    snapshots: Path | None,
    timeout: float,
) -> None:
    """Zoek voor elke REEKS zonder tabel een maat in de catalogus van het CBS, en koppel wat je kiest."""
    from .sources import catalogue as catalogues
    from .sources import cbs, linking, resolving, rules
    from .sources import refresh as refreshing
    from .sources import snapshots as kept
    from .sources.candidates import Search, missing, wanted

    paths = project()
    settings = refreshing.Settings.of(
        paths, cbs.Source.at(host, scheme, timeout=timeout), mapping=catalogue, root=snapshots
    )
    content = catalogues.load(settings.catalogue)
    known = wanted(paths, content.reeksen)
    choices = dict(map(linking.parsed, kies))
    if unknown := [name for name in (*reeks, *choices) if name not in known]:
        raise UsageError(f"{unknown[0]}: onbekende reeks; kies uit {', '.join(known)}")
    search = Search(settings.source, rules.load(settings.rules), settings.branches, Ticker().tell)
    if choices:
        found = [linking.chosen(search, known[name], what) for name, what in choices.items()]
    else:
        served, _ = resolving.resolve(content.reeksen, kept.usable(settings.root), settings.branches)
        derived = {d.indicator: d.series for d in content.afgeleid}
        names = list(
            dict.fromkeys(
                part for name in reeks or missing(served, known, derived) for part in derived.get(name, [name])
            )
        )
        found = _asked(settings, search, [known[name] for name in names])
    if not found:
        return
    for line in linking.link(settings, search, found, Ticker().tell):
        click.echo(line)
    click.echo("Volgende stap: azwboek doctor")


def _asked(settings, search, series: list) -> list:
    """Show the candidates of each series, and ask; without a terminal to answer in, show what to paste."""
    from .sources import linking
    from .sources.choices import choice

    found, sure = [], []
    for one in series:
        there = search.candidates(one)
        click.echo(f"{one.series} ({one.name}, {one.unit}):" + ("" if there else " geen maat met een eenheid die past"))
        for number, candidate in enumerate(there, start=1):
            for line in candidate.lines(number, one):
                click.echo(line)
            click.echo(f"     kies: {choice(candidate.resolved)}")
        fitting = [candidate for candidate in there if candidate.fits and candidate.alike]
        sure += fitting if len(fitting) == 1 else []
        if there and sys.stdin.isatty():
            answer = click.prompt("Keuze (nummer, leeg is overslaan)", default="", show_default=False)
            if answer:
                found.append(there[int(answer) - 1].resolved)
    paste = [f"--kies '{choice(candidate.resolved)}'" for candidate in linking.proposals(settings, sure)]
    if paste and not found:
        click.echo("\nOm te koppelen; plak wat klopt:")
        click.echo("  azwboek koppel " + " ".join(paste))
    return found


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
    from .sources import differences

    before, after = differences.pair(_existing(snapshots) or project().snapshots, old, new)
    for line in differences.changed_words(before, after):
        click.echo(line)
    cells = differences.changed_cells(before, after)
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
    """Toon hoe het staat met omgeving, bron, bewaarde tabellen en de koppeling van elke indicator."""
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
@AREAS
@SNAPSHOTS
@CATALOGUE
@click.option("--out", type=FILE, metavar="BESTAND", help="Waar het datawarehouse komt.")
def warehouse(gebieden: str | None, snapshots: Path | None, catalogue: Path | None, out: Path | None) -> None:
    """Bouw het datawarehouse uit de registers en de bewaarde tabellen."""
    paths = project(gebieden)
    with locked(paths), stage("datawarehouse") as current:
        chain.warehouse(paths, current, snapshots=_existing(snapshots), out=out, catalogue=catalogue)


@cli.command()
@click.argument("regio")
@click.option("--out", type=FILE, metavar="BESTAND", help="Waar de zip komt.")
def kit(regio: str, out: Path | None) -> None:
    """Maak een zip waarmee een analist los van dit project met één regio verder rekent."""
    from . import edition
    from .site.take_along import kit as kits

    paths = project()
    region = plans.load(paths).region(regio)
    target = out or paths.build / f"azwboek-kit-{region.slug}.zip"
    with stage("kit") as done:
        done.say(f"{kits.make(paths, region, edition.edition(paths), target)} bestanden in {target}")


@cli.command()
@click.argument("naam")
@click.argument("parameters", nargs=-1, metavar="[SLEUTEL=WAARDE]...")
@AREAS
def vraag(naam: str, parameters: tuple[str, ...], gebieden: str | None) -> None:
    """Stel een vraag uit sql/vragen aan het datawarehouse, en toon het antwoord als CSV."""
    from .warehouse import ask

    paths = project(gebieden)
    given = dict(part.partition("=")[::2] for part in parameters)
    named = ask.parameters(paths, naam)
    for wrong, words in ((given.keys() - named, "kent geen"), (set(named) - given.keys(), "vraagt ook")):
        if wrong:
            example = " ".join(f"{name}=…" for name in named)
            raise UsageError(
                f"vraag {naam} {words} {', '.join(sorted(wrong))}; de opdracht is: azwboek vraag {naam} {example}"
            )
    click.echo(ask.query(ask.connect(paths.warehouse), paths, naam, **given).to_csv(index=False).rstrip())


@cli.command()
@AREAS
@ONLY
@ENGINE
@WORKERS
@CLUSTER
@click.option("--force", is_flag=True, help="Voer ook uit wat al goed is.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Niet meer dan N pagina's.")
@JSON_FILE
def run(
    gebieden: str | None,
    only: tuple[str, ...],
    engine: str,
    workers: int | None,
    cluster: str | None,
    force: bool,
    limit: int | None,
    json_file: Path | None,
) -> None:
    """Voer de notebooks uit voor de gekozen pagina's; zonder keuze voor alle."""
    paths = project(gebieden)
    pages = plans.load(paths).select(only, limit)
    with locked(paths):
        report = chain.execute(paths, pages, json_file, engine=engine, workers=workers, cluster=cluster, force=force)
    click.echo(report.summary())


@cli.command()
@AREAS
@JSON_FILE
def check(gebieden: str | None, json_file: Path | None) -> None:
    """Controleer de uitgevoerde notebooks en de gebouwde site."""
    paths = project(gebieden)
    plan = plans.load(paths)
    with stage("controle van de notebooks") as current:
        faults = chain.check_notebooks(paths, plan, current)
    if paths.html.is_dir():
        with stage("controle van de site") as current:
            faults += chain.check_site(paths, paths.html, plan, current)
    else:
        click.echo("er is nog geen site gebouwd; alleen de notebooks zijn gecontroleerd")
    if json_file:
        found = [{"pagina": fault.page, "reden": fault.reason} for fault in faults]
        write_json(json_file, {"fouten": found})
    chain.stop_at(faults)


@cli.command()
@click.option("--check", "only_check", is_flag=True, help="Schrijf niets; status 1 als _toc.yml niet klopt.")
def toc(only_check: bool) -> None:
    """Schrijf de inhoudsopgave _toc.yml uit de regio's, de hoofdstukken en de andere pagina's."""
    paths = project()
    plan = plans.load(paths)
    if only_check:
        _check_toc(paths, plan)
    else:
        plans.check_pages(paths, plan)
        write_text(paths.root / "_toc.yml", contents.toc_text(plan))
    click.echo(f"_toc.yml: {len(contents.expected_pages(plan))} pagina's")


@cli.command()
@AREAS
@ENGINE
@WORKERS
@CLUSTER
@click.option("--force", is_flag=True, help="Maak alles opnieuw, ook wat al goed is.")
def build(gebieden: str | None, engine: str, workers: int | None, cluster: str | None, force: bool) -> None:
    """Bouw het hele boek: datawarehouse, notebooks, controle, site, controle van de site."""
    paths = project(gebieden)
    plan = plans.load(paths)
    _check_toc(paths, plan)
    with locked(paths):
        lines = chain.book(paths, plan, force=force, engine=engine, workers=workers, cluster=cluster)
    for line in lines:
        click.echo(line)


@cli.command()
@AREAS
@click.argument("pagina")
@click.option("--poort", type=click.IntRange(0, 65535), default=0, metavar="N", help="Poort; anders een vrije.")
def kijk(gebieden: str | None, pagina: str, poort: int) -> None:
    """Toon een PAGINA, zoals Twente/behoud, in de browser, en maak haar bij elke wijziging opnieuw."""
    from . import watch

    paths = project(gebieden)
    plan = plans.load(paths)
    pages = plan.select([pagina])
    if len(pages) != 1:
        raise UsageError(f"{pagina} is {len(pages)} pagina's; kies er een, zoals {plan.example.key}")
    watch.watch(paths, pages[0], click.echo, port=poort)


@cli.command()
@click.argument("soort", type=click.Choice(["indicator", "hoofdstuk", "pagina"]), metavar="indicator|hoofdstuk|pagina")
@click.argument("naam")
@click.option("--hoofdstuk", default="", metavar="NAAM", help="Van een indicator: het hoofdstuk dat hem toont.")
def nieuw(soort: str, naam: str, hoofdstuk: str) -> None:
    """Maak een begin van een indicator, een hoofdstuk of een pagina."""
    from . import new

    for line in new.make(project(), soort, naam, hoofdstuk):
        click.echo(line)


@cli.command()
@click.option("--only", multiple=True, metavar="NAAM", help="Alleen deze meting. Herhaalbaar.")
@JSON_FILE
def bench(only: tuple[str, ...], json_file: Path | None) -> None:
    """Meet hoe snel en hoe zuinig het gaat, vergeleken met wat een ander zou nemen."""
    paths = project()
    folder = paths.root / "tools"
    if not (folder / "measure").is_dir():
        raise UsageError(f"{folder / 'measure'}: is er niet; meten kan alleen in een map met de hele broncode")
    sys.path.insert(0, str(folder))  # measurements are no part of the package
    measure = importlib.import_module("measure")
    reports = measure.run(paths, only, lambda text: click.echo(f"  {text}", err=True))
    if json_file:
        write_json(json_file, {"machine": measure.machine(), "metingen": reports})
    click.echo(measure.table(reports))
    if missed := measure.missed(reports):
        raise AzwboekError("\n".join([f"{len(missed)} grens/grenzen niet gehaald", *missed]))


@cli.command()
@AREAS
@click.argument("regio", nargs=-1)
def rapport(gebieden: str | None, regio: tuple[str, ...]) -> None:
    """Maak van de gebouwde site een rapport (pdf) voor elke REGIO; zonder keuze voor alle. Vraagt een browser."""
    from . import edition
    from .progress import Progress
    from .site.take_along import reports

    paths = project(gebieden)
    plan = plans.load(paths)
    regions = [plan.region(name) for name in regio] or list(plan.regions)
    with locked(paths), stage("rapporten") as current, Progress(len(regions), "rapporten") as progress:
        built = edition.built(paths)
        for _ in reports.make(paths, plan, regions, built):
            progress.advance()
        current.say(f"{len(regions)} in {paths.html / 'downloads'}")


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit; the entry point of ``azwboek``.

    Args:
        args: the arguments; by default those of the process.
    """
    speak_dutch()
    try:
        cli(args, prog_name="azwboek", standalone_mode=False)
        sys.exit(0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.UsageError as error:
        _fail(f"{error.format_message()}\nUitleg: {error.ctx.command_path if error.ctx else 'azwboek'} --help", 2)
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
    except Exception as error:  # no traceback for a user
        if isinstance(error, RuntimeError) and str(error) == "Query interrupted":  # Ctrl-C, in DuckDB's words
            _fail(INTERRUPTED, 130)
        _fail(f"onverwachte fout: {type(error).__name__}: {error} (AZWBOEK_DEBUG=1 toont waar)", 1)


def _fail(message: str, status: int) -> None:
    if os.environ.get("AZWBOEK_DEBUG") == "1":
        import traceback

        traceback.print_exc()
    click.echo(f"azwboek: {message}", err=True)
    sys.exit(status)


# ---- what several commands need ----


def _existing(folder: Path | None) -> Path | None:
    """The folder that was asked for, if any.

    Raises:
        UsageError: it does not exist.
    """
    if folder is not None and not folder.is_dir():
        raise UsageError(f"{folder}: deze map bestaat niet")
    return folder


def _list_stale(paths: Paths, pages: list, as_json: bool) -> None:
    from .run import pool as runs

    why = {page.key: reason for page, reason in runs.find_stale(paths, pages).items() if reason}
    if as_json:
        click.echo(json.dumps([{"pagina": key, "reden": why[key]} for key in why], ensure_ascii=False, indent=1))
        return
    for key, reason in why.items():
        click.echo(f"{key:<32} {reason}")
    click.echo(f"{len(why)} van {len(pages)} pagina's worden uitgevoerd")


def _check_toc(paths: Paths, plan: Plan) -> None:
    plans.check_pages(paths, plan)
    path = paths.root / "_toc.yml"
    if paths.areas:  # the committed one is that of the standard sets; another book writes its own beside its sources
        return
    if not path.is_file() or path.read_text(encoding="utf-8") != contents.toc_text(plan):
        raise AzwboekError(
            f"{path}: past niet bij de regio's, hoofdstukken en pagina's; maak hem opnieuw: 'azwboek toc'"
        )
