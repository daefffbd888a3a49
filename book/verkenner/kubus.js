// What can be read from one indicator's cube. Plain functions: no page, no drawing.

const DAY = 86400000;

/** Periods of a choice, in order: {code, label, datum, place}. */
export const periods = (cube, choice) => {
  const all = cube.perioden.map(([code, label, datum], place) => ({ code, label, datum, place }));
  const first = all.find((period) => period.code === choice.van), last = all.find((period) => period.code === choice.tot);
  return all.filter((period) => period.place >= first.place && period.place <= last.place);
};

/** The value of one region in one period with its letter: a status, a reason why it is missing, or "-" for no such row. */
export const cell = (cube, branch, region, place) => ({
  waarde: cube.waarden[branch]?.[region]?.[place] ?? null,
  letter: cube.status[branch]?.[region]?.[place] ?? "-",
});

/**
 * One region's values in the chosen periods. `stuk` numbers the unbroken pieces: a line stops at a break in the series and
 * where a period is missing. Periods in which this region is never measured (a yearly survey in a quarterly table) are no gap.
 */
export const series = (cube, choice, region) => {
  const found = [];
  for (const period of periods(cube, choice)) {
    const { waarde, letter } = cell(cube, choice.branche, region, period.place);
    if (waarde !== null) found.push({ ...period, waarde, letter });
  }
  return pieces(cube, found);
};

const pieces = (cube, points) => {
  const steps = points.slice(1).map((point, n) => (Date.parse(point.datum) - Date.parse(points[n].datum)) / DAY);
  const middle = [...steps].sort((a, b) => a - b)[Math.floor((steps.length - 1) / 2)] ?? Infinity;
  const segment = (datum) => cube.breuken.filter(([, first]) => first <= datum).length;
  let stuk = 0;
  const numbered = points.map((point, n) => {
    if (n && (steps[n - 1] > 1.5 * middle || segment(point.datum) !== segment(points[n - 1].datum))) stuk += 1;
    return { ...point, stuk };
  });
  const sizes = new Map();
  for (const point of numbered) sizes.set(point.stuk, (sizes.get(point.stuk) ?? 0) + 1);
  return numbered.map((point) => ({ ...point, los: sizes.get(point.stuk) === 1 }));
};

/** The lowest and highest region per chosen period, in unbroken pieces; nothing for counts, which regions don't share. */
export const spread = (cube, choice) => {
  if (isCount(cube)) return [];
  const rows = Object.entries(cube.waarden[choice.branche] ?? {}).filter(([region]) => region !== "NL").map(([, values]) => values);
  const points = periods(cube, choice).flatMap((period) => {
    const known = rows.map((values) => values[period.place]).filter((value) => value !== null);
    return known.length ? [{ ...period, laagste: Math.min(...known), hoogste: Math.max(...known) }] : [];
  });
  return pieces(cube, points);
};

export const isCount = (cube) => ["personen", "deelnemers"].includes(cube.eenheid);

/** Breaks that fall inside the chosen periods: {datum, uitleg}. */
export const breaks = (cube, choice) => {
  const chosen = periods(cube, choice);
  return cube.breuken.map(([, datum, uitleg]) => ({ datum, uitleg })).filter(({ datum }) => datum > chosen[0].datum && datum <= chosen.at(-1).datum);
};

/** What is shown, one row per region and period, as it goes into the CSV and as a live notebook has it. */
export const rows = (cube, choice, index) => {
  const one = choice.beeld === "staaf";
  const chosen = one ? periods(cube, choice).slice(-1) : periods(cube, choice);
  const regions = one ? index.regios.map(({ code }) => code) : choice.regio;
  return regions.flatMap((regio) =>
    chosen.flatMap((period) => {
      const { waarde, letter } = cell(cube, choice.branche, regio, period.place);
      if (letter === "-") return [];
      return [{
        indicator: cube.code, branche: choice.branche, regio, regio_naam: index.regios.find(({ code }) => code === regio).naam,
        periode: period.code, periode_label: period.label, waarde, eenheid: cube.eenheid, status: waarde === null ? "" : index.statussen[letter],
        reden_ontbreekt: waarde === null ? index.redenen[letter] : "", soort: cube.soort, bron: cube.bron,
      }];
    }),
  );
};

/** Rows as CSV; a text that a spreadsheet would run as a formula gets an apostrophe before it. */
export const csv = (found) => {
  const quote = (value) => {
    const text = typeof value === "string" && /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(value) ? `'${value}` : `${value ?? ""}`;
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [Object.keys(found[0]), ...found.map(Object.values)].map((line) => line.map(quote).join(",")).join("\n") + "\n";
};
