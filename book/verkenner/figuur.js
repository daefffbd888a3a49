// The charts of a chapter: the drawing that stands in the page becomes a live one, in the same place and with the same name.
import { pointer } from "./aanwijzer.js";
import { takeAlong } from "./beeld.js";
import { draw } from "./vega.js";

const words = (figure, name) => figure.querySelector(name)?.textContent.trim() ?? "";

/** Buttons under a chart; they work on the drawing that is there, live or not. */
export const buttons = (figure) => {
  const source = figure.querySelector(".azw-bronregel");
  const adres = () => new URL(`#${figure.id}`, location.href).href;
  const naam = `${location.pathname.split("/").slice(-2).join("-").replace(/\.html$/, "")}-${figure.dataset.figuur}`;
  const read = () => ({
    chart: figure.querySelector(".azw-grafiek svg"), naam, adres: adres(), titel: words(figure, ".azw-titel"),
    onderschrift: words(figure, ".azw-onderschrift"), bron: source.textContent.trim(),
  });
  takeAlong(read, figure.querySelector(".azw-meenemen"));
};

/** Draw a figure's chart from its specification; when that cannot be had, the drawing stays and the page says so. */
export const live = async (figure) => {
  const frame = figure.querySelector(".azw-grafiek");
  const still = frame.querySelector("svg");
  try {
    const answer = await fetch(figure.dataset.grafiek);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const spec = await answer.json();
    const place = document.createElement("div");
    const tell = pointer(frame);
    const view = await draw(spec, place, (item, event) => tell(item, event));
    const svg = view.container().querySelector("svg");
    const [, , width, height] = still.getAttribute("viewBox").split(" ");
    svg.style.aspectRatio = `${width} / ${height}`; // the same room, so that nothing on the page moves
    svg.setAttribute("preserveAspectRatio", "xMinYMin meet");
    svg.setAttribute("aria-hidden", "true"); // the frame has the words
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    still.replaceWith(place);
    figure.dataset.levend = "ja";
  } catch (error) {
    const note = Object.assign(document.createElement("p"), { className: "azw-meta" });
    note.textContent = "Deze grafiek is een vaste tekening: de cijfers bij aanwijzen konden niet worden geladen.";
    frame.after(note);
    figure.dataset.levend = "nee";
    console.warn(`${figure.id}: ${error.message}`);
  }
};
