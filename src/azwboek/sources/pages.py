"""The rows of a table, page by page as they come in: keys as small numbers, figures as figures, no row kept as an object."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from .faults import CbsError
from .snapshots import is_dimension

DATASET = "TypedDataSet"  # with numbers; cbsodata's typed=False asks for this one, its typed=True for the other


@dataclass
class _Column:
    """One column: pages of numbers, or of places in the list of the texts that occur."""

    texts: dict[str, int] = field(default_factory=dict)
    pages: list[np.ndarray] = field(default_factory=list)
    is_text: list[bool] = field(default_factory=list)

    def add(self, values: list) -> None:
        text = any(isinstance(value, str) for value in values)
        if text:
            places = self.texts
            codes = [-1 if value is None else places.setdefault(str(value), len(places)) for value in values]
            self.pages.append(np.array(codes, dtype="int32"))
        else:
            self.pages.append(np.array(values, dtype="float64"))
        self.is_text.append(text)


@dataclass
class Rows:
    """What came in until now."""

    columns: dict[str, _Column] = field(default_factory=dict)
    number: int = 0

    def add(self, place: str, rows: list[dict]) -> None:
        """Take the rows of a page.

        Raises:
            CbsError: a row has other columns than the others, or a value that is neither text nor number.
        """
        if not rows:
            return
        if not self.columns:
            self.columns = {name: _Column() for name in rows[0]}
        if any(len(row) != len(self.columns) for row in rows):
            raise self._other_columns(place, rows)
        for name, column in self.columns.items():
            try:
                column.add([row[name] for row in rows])
            except KeyError:
                raise self._other_columns(place, rows) from None
            except (TypeError, ValueError, OverflowError) as error:
                raise CbsError(f"{place}: kolom {name}: verwacht tekst of een getal, gevonden {error}") from error
        self.number += len(rows)

    def frame(self, identifier: str, metadata: dict) -> pd.DataFrame:
        """The rows with one column per dimension and measure, in the order of ``DataProperties``; keys as the dimension pads them.

        Raises:
            CbsError: there are no rows, or other columns than ``DataProperties`` names, or text where numbers belong.
        """
        properties = [p for p in metadata["DataProperties"] if is_dimension(p) or p["Type"] == "Topic"]
        properties.sort(key=lambda p: not is_dimension(p))
        expected = ["ID", *(p["Key"] for p in properties)]
        if not self.number:
            raise CbsError(f"{identifier}: verwacht rijen, gevonden een lege tabel")
        missing, extra = sorted(set(expected) - set(self.columns)), sorted(set(self.columns) - set(expected))
        if missing or extra:
            words = [f"zonder {', '.join(missing)}"] if missing else []
            words += [f"met {', '.join(extra)}"] if extra else []
            raise CbsError(
                f"{identifier}: kolom {(missing or extra)[0]}: verwacht de kolommen van DataProperties, gevonden {' en '.join(words)}"
            )
        frame = {"ID": self._numbers(identifier, "ID")}
        if np.isfinite(frame["ID"]).all():
            frame["ID"] = frame["ID"].astype("int64")
        for p in properties:
            key = p["Key"]
            if is_dimension(p):
                frame[key] = self._keys(identifier, key, [row["Key"] for row in metadata[key]])
            elif p.get("Datatype") == "String":
                frame[key] = self._texts(key)
            else:
                frame[key] = self._numbers(identifier, key)
        return pd.DataFrame(frame, copy=False)

    def _keys(self, identifier: str, name: str, positions: list[str]) -> pd.Categorical:
        """Keys as the dimension names them, whether the rows pad them or not."""
        column = self.columns[name]
        if not all(column.is_text):
            raise CbsError(f"{identifier}: kolom {name}: verwacht sleutels, gevonden een getal of niets")
        padded = {key.strip(): key for key in positions}
        words = [padded.get(text.strip(), text) for text in column.texts]
        names = list(dict.fromkeys(words))
        place = {word: number for number, word in enumerate(names)}
        codes = np.concatenate(column.pages)
        if len(names) < len(words):
            codes = np.append(np.array([place[word] for word in words], dtype="int32"), -1)[codes]
        return pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype=object))

    def _numbers(self, identifier: str, name: str) -> np.ndarray:
        column, pages = self.columns[name], []
        for page, text in zip(column.pages, column.is_text, strict=True):
            if text:
                try:
                    numbers = pd.to_numeric(pd.Series(list(column.texts), dtype=object)).to_numpy(dtype="float64")
                except (ValueError, TypeError) as error:
                    raise CbsError(f"{identifier}: kolom {name}: verwacht getallen, gevonden {error}") from error
                page = np.append(numbers, np.nan)[page]
            pages.append(page)
        return np.concatenate(pages)

    def _texts(self, name: str) -> pd.Series:
        column, pages = self.columns[name], []
        # A text without a letter is an empty cell, as it is in the files of v4.
        words = np.array([*(text if text.strip() else None for text in column.texts), None], dtype=object)
        for page, text in zip(column.pages, column.is_text, strict=True):
            pages.append(words[page] if text else np.array([None if n != n else f"{n:g}" for n in page], dtype=object))
        return pd.Series(np.concatenate(pages), dtype=object)

    def _other_columns(self, place: str, rows: list[dict]) -> CbsError:
        row = next(row for row in rows if row.keys() != self.columns.keys())
        missing, extra = sorted(self.columns.keys() - row.keys()), sorted(row.keys() - self.columns.keys())
        words = [f"zonder {', '.join(missing)}"] if missing else []
        words += [f"met {', '.join(extra)}"] if extra else []
        return CbsError(
            f"{place}: kolom {(missing or extra)[0]}: verwacht in elke rij dezelfde kolommen, gevonden {' en '.join(words)}"
        )
