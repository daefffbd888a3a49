// From a cube and a choice to the data sets of the two charts.
import { breaks, cell, isCount, periods, series, spread } from "./kubus.js";
import { draw, format } from "./vega.js";
import { quantity, wrap } from "./woorden.js";

const LINE_HEIGHT = 13;
const NAME_ROOM = 118; // pixels for the names at the end of the lines
const NAMES_WIDTH = 200, FIGURE_ROOM = 48; // pixels for the names before bars and the figures behind them
const YEAR = 31557600000;

/** A chart that stays and gets other data: the specification is read once per view. */
export const chart = (frame, specs, tell) => {
  let view = null;
  let kind = "";
  const open = async (wanted) => {
    if (kind === wanted) return;
    view?.finalize();
    const place = document.createElement("div");
    view = await draw({ ...specs[wanted], width: width(frame) }, place, tell);
    frame.querySelector(":scope > .azw-tekening")?.remove();
    place.className = "azw-tekening";
    frame.prepend(place);
    kind = wanted;
  };
  const show = async (cube, choice, index) => {
    await open(choice.beeld);
    view.width(width(frame)).signal("getal", `,.${cube.decimalen}f`);
    view.signal("merk", cube.soort === "demonstratie" ? "demonstratie: verzonnen cijfers" : "");
    await (kind === "lijn" ? lines : bars)(view, cube, choice, index);
    const svg = frame.querySelector("svg");
    svg.setAttribute("aria-hidden", "true"); // the frame has the name
  };
  return { show, close: () => view?.finalize() };
};

const width = (frame) => Math.max(260, Math.min(720, frame.clientWidth || 600));

const name = (index, code) => index.regios.find((region) => region.code === code).naam;

const lines = async (view, cube, choice, index) => {
  const shown = periods(cube, choice);
  const chosen = choice.regio.map((code) => ({ code, naam: name(index, code), punten: series(cube, choice, code) }));
  let colour = 0;
  for (const one of chosen) one.nr = one.code === "NL" ? 0 : (colour += 1);
  const few = shown.length <= 16;
  const points = chosen.flatMap(({ nr, punten }) =>
    punten.map(({ datum, waarde, letter, stuk, los }, n) => ({ datum, waarde, nr, stuk: `${nr}-${stuk}`, status: letter, punt: few || los || n === punten.length - 1 })),
  );
  const band = spread(cube, choice);
  const begin = Date.parse(shown[0].datum), last = Math.max(Date.parse(shown.at(-1).datum), begin + YEAR / 4);
  const room = NAME_ROOM / Math.max(120, view.width() - NAME_ROOM - 50);
  const first = new Date(begin).getUTCFullYear(), final = new Date(last).getUTCFullYear();
  const step = [1, 2, 5, 10].find((size) => (final - first) / size <= Math.max(2, (view.width() - NAME_ROOM - 50) / 52)) ?? 10;
  const years = [];
  for (let year = Math.ceil(first / step) * step; year <= final; year += step) years.push(Date.UTC(year, 0, 1));
  const stripe = Math.max(3, ((view.width() - NAME_ROOM - 50) / Math.max(1, shown.length - 1)));
  const told = shown.map((period) => {
    const values = chosen.map(({ code, naam }) => {
      const { waarde, letter } = cell(cube, choice.branche, code, period.place);
      if (letter === "-") return [naam, ""];
      return [naam, waarde === null ? `ontbreekt (${index.redenen[letter]})` : `${quantity(waarde, cube)}${letter === "d" ? "" : ` (${index.statussen[letter]})`}`];
    });
    const around = band.find(({ place }) => place === period.place);
    if (around) values.push(["laagste regio", quantity(around.laagste, cube)], ["hoogste regio", quantity(around.hoogste, cube)]);
    return { datum: period.datum, breedte: stripe, uitleg: Object.fromEntries([[" ", period.label], ...values]) };
  });
  view.signal("begin", begin).signal("eind", last + (last - begin) * room).signal("jaren", years);
  view.data("lijnen", points).data("band", band.map(({ datum, laagste, hoogste, stuk }) => ({ datum, laagste, hoogste, stuk })));
  view.data("breuken", breaks(cube, choice).map(({ datum }) => ({ datum }))).data("perioden", told).data("namen", []);
  await view.runAsync();
  const scale = view.scale("y");
  const end = shown.at(-1).datum;
  let top = Infinity;
  const names = chosen
    .filter(({ punten }) => punten.length)
    .map(({ nr, naam, punten }) => ({ nr, tekst: wrap(naam), y: punten.at(-1).waarde }))
    .sort((a, b) => a.y - b.y)
    .map((label) => {
      const half = (LINE_HEIGHT * label.tekst.split("|").length) / 2;
      const place = Math.min(scale(label.y), top - half);
      top = place - half;
      return { ...label, datum: end, op: place - scale(label.y) - half + LINE_HEIGHT / 2 };
    });
  await view.data("namen", names).runAsync();
};

const bars = async (view, cube, choice, index) => {
  const period = periods(cube, choice).at(-1);
  const found = index.regios.map(({ code, naam }) => ({ code, naam, ...cell(cube, choice.branche, code, period.place) })).filter(({ waarde }) => waarde !== null);
  const bar = found.filter(({ code }) => code !== "NL").map(({ code, naam, waarde, letter }) => ({
    naam, waarde, gekozen: choice.regio.includes(code), label: `${format(waarde, cube.decimalen)}${letter === "d" ? "\u2002" : "*"}`,
    uitleg: { " ": naam, [period.label]: quantity(waarde, cube), status: index.statussen[letter] },
  }));
  const country = isCount(cube) ? [] : found.filter(({ code }) => code === "NL").map(({ waarde }) => ({ waarde }));
  const plot = Math.max(120, view.width() - NAMES_WIDTH); // the longest bar leaves room for the figures behind it
  view.signal("hoogste", (Math.max(0, ...bar.map(({ waarde }) => waarde)) / (1 - FIGURE_ROOM / plot)) || 1);
  await view.data("staven", bar).data("land", country).runAsync();
};
