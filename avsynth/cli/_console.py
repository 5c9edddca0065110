"""How the command line talks: progress bars, tables, the closing summary. All of it goes through rich."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:  # these take numba and scipy along
    import numpy as np

    from avsynth.execution import Progress as FrameProgress
    from avsynth.execution import Summary
    from avsynth.scenario.book import Book
    from avsynth.scenario.estimates import Estimate
    from avsynth.scenario.ledger import RunRecord

console = Console(highlight=False)


def announce_compilation() -> None:
    """Say that the first run compiles, if it does: otherwise its pause would look like a fault."""
    from avsynth.kernels._jit import is_warm

    if not is_warm():
        console.print("[dim]First run on this machine: compiling the kernels, once (about half a minute).[/dim]")


@contextmanager
def frame_progress(what: str) -> Iterator[FrameProgress]:
    """Show a bar with the time left while frames are made; it appears with the first word of progress."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=console)
    task = bar.add_task(what, total=None)

    def show(done: int, total: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield show
    finally:
        bar.stop()


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show that something is under way whose length is not known."""
    columns = (SpinnerColumn(), TextColumn(what), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        bar.add_task(what, total=None)
        yield


def show_rows(title: str, rows: Sequence[tuple[str, str]]) -> None:
    """Print names with what they are."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column()
    for name, text in rows:
        style = "dim" if name.startswith(" ") else ""
        table.add_row(Text(name, style=style or "bold"), Text(text, style=style))
    console.print(table)


def show_diff(path: Path, before: str, after: str) -> None:
    """Print how a text changes, as `diff -u` does."""
    texts = (text.splitlines(keepends=True) for text in (before, after))
    for line in unified_diff(*texts, str(path), str(path)):
        style = {"+": "green", "-": "red", "@": "cyan"}.get(line[0], "")
        console.print(Text(line.rstrip("\n"), style=style), soft_wrap=True)


def show_summary(summary: Summary, folder: Path) -> None:
    """Print what a run made: frames, objects per class, points, seconds per stage."""
    made = f"{summary.frames} frames" + (f" (and {summary.resumed} from before)" if summary.resumed else "")
    console.print(
        f"[green]{folder}[/green]: {made} of {summary.scenarios} scenarios ({summary.attempts} drawn), "
        f"{summary.bytes / 1e6:.1f} MB"
    )
    if not summary.frames:
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("objects", "points a frame", "seconds a frame"):
        table.add_column(heading)
    table.add_row(
        "\n".join(f"{count:6d} {word}" for word, count in summary.objects.most_common()),
        "\n".join(f"{count / summary.frames:9,.0f} {name}" for name, count in summary.points.items()),
        "\n".join(f"{seconds / summary.frames:7.3f} {stage}" for stage, seconds in _by_cost(summary.seconds)),
    )
    console.print(table)


def show_book(book: Book, rates: Mapping[str, Estimate]) -> None:
    """Print what a run came to: its weights, how full its cells are, the `rates` of events, and what is to be known."""
    run, count = book.run, len(book.entries)
    console.print(
        f"[green]{run.scene}[/green]: {count} scenarios of {run.attempted} attempts by {run.sampling.method.method}; "
        f"they count as {book.effective:.1f} ({book.effective / count:.1%})"
    )
    cells = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("coverage", "cell", "scenarios", "target", "in the world"):
        cells.add_column(heading, justify="right" if heading in ("scenarios", "target") else "left")
    for cell in book.cells():
        style = "" if cell.is_full else "yellow"
        words = (cell.cover, cell.text, str(cell.scenarios), str(cell.target or ""), str(cell.rate))
        cells.add_row(*(Text(word, style=style) for word in words))
    if cells.row_count:
        console.print(cells)
    for event, rate in rates.items():
        console.print(f"{event}: {rate}, seen in {rate.seen}", markup=False)
    _show_weights(book.weights)
    for told in book.warnings():
        console.print(Text(f"note: {told}", style="yellow"))


def _show_weights(weights: np.ndarray) -> None:
    """Print how many scenarios have which weight."""
    from avsynth.scenario.book import histogram

    counts, edges = histogram(weights, most=10)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("weight from", "to", "scenarios", ""):
        table.add_column(heading)
    for count, low, high in zip(counts, edges[:-1], edges[1:], strict=True):
        table.add_row(f"{10**low:.2g}", f"{10**high:.2g}", str(count), "█" * round(30 * count / counts.max()))
    console.print(table)


def show_drawn(record: RunRecord, folder: Path) -> None:
    """Print what a drawing came to: scenarios, attempts, and which requirements rejected how many."""
    console.print(f"[green]{folder}[/green]: {record.accepted} scenarios of {record.attempted} attempts")
    for at, count in sorted(record.rejected_by.items(), key=lambda item: -item[1]):
        console.print(f"{count:6d} rejected by {at}")


def _by_cost(seconds: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(seconds.items(), key=lambda item: -item[1])
