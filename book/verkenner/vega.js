// Draws a Vega specification as SVG. Only the parts of Vega that the book's charts use (no maps, no trees), and the
// interpreter in place of code made at run time, so that a page's Content-Security-Policy can forbid eval.
import { transforms } from "vega-dataflow";
import * as encoders from "vega-encode";
import { locale } from "vega-format";
import { expressionInterpreter } from "vega-interpreter";
import { parse } from "vega-parser";
import * as dataTransforms from "vega-transforms";
import { View } from "vega-view";
import * as viewTransforms from "vega-view-transforms";

Object.assign(transforms, dataTransforms, viewTransforms, encoders);

const words = {
  number: { decimal: ",", thousands: ".", grouping: [3], currency: ["€\u00a0", ""] },
  time: {
    dateTime: "%a %e %B %Y %X", date: "%d-%m-%Y", time: "%H:%M:%S", periods: ["", ""],
    days: ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"],
    shortDays: ["zo", "ma", "di", "wo", "do", "vr", "za"],
    months: ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
    shortMonths: ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
  },
};
const dutch = locale(words.number, words.time);

/** A number in Dutch, for example format(1234.5, 1) is "1.234,5". */
export const format = (value, decimals) => dutch.format(`,.${decimals}f`)(value).replace("−", "\u2212");

// The charts carry their data; nothing is ever fetched for one.
const closed = { load: () => Promise.reject(new Error("a chart loads nothing")), sanitize: () => Promise.reject(new Error("a chart links nothing")) };

/**
 * Draw a specification in an element that is not yet on the page.
 * @param {object} spec Vega specification with its data.
 * @param {HTMLElement} place element to draw in.
 * @param {(item: object|null, event: Event) => void} tell called with what is under the pointer, or null.
 * @returns {Promise<View>} the drawn view.
 */
export const draw = async (spec, place, tell) => {
  const told = (value, event) => tell(value && typeof value === "object" ? value : null, event);
  const view = new View(parse(spec, undefined, { ast: true }), {
    expr: expressionInterpreter, renderer: "svg", locale: words, loader: closed, logLevel: 1, hover: false,
    tooltip: (_, event, item, value) => told(value, event),
  });
  // A tap: the browser says that the finger left before it says that it was a click. Vega keeps a mark's item at its element.
  place.addEventListener("click", (event) => {
    const [item] = [event.target.__data__].flat();
    told(item?.tooltip, event);
  });
  await view.initialize(place).runAsync();
  return view;
};
