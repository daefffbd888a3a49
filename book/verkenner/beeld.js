// A chart to take along: one SVG file that stands on its own, with title, source and the light theme's colours; or a PNG of it.
const NAMESPACE = "http://www.w3.org/2000/svg";
const FONT = "Liberation Sans, Arial, Helvetica, sans-serif";
const LIGHT = { tekst: "#1f2328", zacht: "#565e66", papier: "#ffffff" };

// Letters stay readable where they cross a line; azw.css does the same on the page.
const HALO = { stroke: LIGHT.papier, "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" };

const lines = (text, length) => {
  const found = [];
  const words = text.trim().split(/\s+/).flatMap((word) => word.match(new RegExp(`.{1,${length}}`, "gu")) ?? []);
  for (const word of words) {
    const last = found.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= length) found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  return found;
};

const text = (words, x, y, size, colour, bold = false) => {
  const element = document.createElementNS(NAMESPACE, "text");
  const attributes = { x, y, fill: colour, "font-size": size, "font-family": FONT, "font-weight": bold ? "bold" : "normal" };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = words;
  return element;
};

// var(--name, #fallback): the fallback is the colour of the light theme.
const plain = (element) => {
  for (const attribute of [...element.attributes]) {
    if (attribute.value.includes("var(")) attribute.value = attribute.value.replace(/var\([^,()]+,\s*([^()]+)\)/g, "$1");
  }
  for (const child of element.children) plain(child);
};

/**
 * @param {SVGElement} chart the chart as it is drawn on the page.
 * @param {{titel: string, onderschrift: string, bron: string, adres: string}} words what stands around it.
 * @returns {{xml: string, width: number, height: number}} a whole SVG file.
 */
export const svgFile = (chart, words) => {
  const [, , w, h] = chart.getAttribute("viewBox").split(/[\s,]+/).map(Number);
  const width = Math.max(w, 420) + 32;
  const perLine = (size) => Math.floor((width - 32) / (size * 0.52));
  const file = document.createElementNS(NAMESPACE, "svg");
  let y = 16;
  const write = (content, size, colour, bold) => {
    for (const line of lines(content, perLine(size))) {
      y += size * 1.3;
      file.append(text(line, 16, y, size, colour, bold));
    }
  };
  write(words.titel, 15, LIGHT.tekst, true);
  write(words.onderschrift, 12, LIGHT.zacht);
  const inner = chart.cloneNode(true);
  inner.querySelectorAll(".aanwijzen_marks").forEach((part) => part.remove());
  plain(inner);
  for (const label of inner.querySelectorAll(".mark-text text")) {
    for (const [name, value] of Object.entries(HALO)) label.setAttribute(name, value);
  }
  const place = { x: 16, y: y + 12, width: w, height: h, "font-family": FONT };
  for (const [name, value] of Object.entries(place)) inner.setAttribute(name, value);
  inner.removeAttribute("aria-hidden");
  inner.removeAttribute("class");
  inner.removeAttribute("style");
  file.append(inner);
  y += 12 + h + 6;
  write(words.bron, 11, LIGHT.zacht);
  write(words.adres, 11, LIGHT.zacht);
  const height = Math.ceil(y + 16);
  for (const [name, value] of Object.entries({ xmlns: NAMESPACE, width, height, viewBox: `0 0 ${width} ${height}` })) {
    if (name !== "xmlns") file.setAttribute(name, value);
  }
  const paper = document.createElementNS(NAMESPACE, "rect");
  for (const [name, value] of Object.entries({ width, height, fill: LIGHT.papier })) paper.setAttribute(name, value);
  file.prepend(paper);
  return { xml: new XMLSerializer().serializeToString(file), width, height };
};

/** The same picture as PNG, twice as fine. */
export const pngFile = async (file) => {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(file.xml)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: file.width * 2, height: file.height * 2 });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
};

/** Let the browser save a file. */
export const save = (content, name, type) => {
  const link = document.createElement("a");
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

/** Buttons for SVG, PNG and the address in a bar of their own or one that is there, with a line that says what happened. */
export const takeAlong = (read, bar = Object.assign(document.createElement("p"), { className: "azw-meenemen" })) => {
  const said = Object.assign(document.createElement("span"), { className: "azw-gezegd" });
  said.setAttribute("role", "status");
  const button = (label, name, act) => {
    const element = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    element.setAttribute("aria-label", name);
    element.addEventListener("click", async () => {
      try {
        said.textContent = await act();
      } catch (error) {
        said.textContent = `Dat lukte niet (${error.message}).`;
      }
    });
    bar.append(element);
  };
  const title = read().titel;
  button("SVG", `Afbeelding als SVG: ${title}`, () => {
    const { chart, naam, ...words } = read();
    save(svgFile(chart, words).xml, `${naam}.svg`, "image/svg+xml");
    return "Het SVG-bestand is bewaard.";
  });
  button("PNG", `Afbeelding als PNG: ${title}`, async () => {
    const { chart, naam, ...words } = read();
    save(await pngFile(svgFile(chart, words)), `${naam}.png`);
    return "Het PNG-bestand is bewaard.";
  });
  const copy = async () => {
    const { adres } = read();
    try {
      await navigator.clipboard.writeText(adres);
      return "De link is gekopieerd.";
    } catch {
      return adres; // a browser that does not let us: the reader copies it by hand
    }
  };
  const link = bar.querySelector("a.azw-vast"); // a permanent link that also works without scripts: it goes there, and copies
  if (link) link.addEventListener("click", async () => (said.textContent = await copy()));
  else button("Kopieer link", `Kopieer link: ${title}`, copy);
  bar.append(said);
  return bar;
};
