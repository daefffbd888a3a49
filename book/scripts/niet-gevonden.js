// 404.html: suggests the pages whose names are nearest to the address that was asked for. The page may be shown at any depth,
// so it asks for this script at several; the one that is found says where the book is.
"use strict";

(() => {
  const place = document.getElementById("azw-voorstel");
  const known = window.azwPaginas;
  if (!known || !place || place.childElementCount) return;
  const root = new URL("../", document.currentScript.src);

  const plain = (text) =>
    text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/\.html?$/, "").replace(/[^a-z0-9]+/g, " ").trim();
  const pairs = (text) => {
    const found = new Set();
    for (let n = 0; n < text.length - 1; n++) found.add(text.slice(n, n + 2));
    return found;
  };
  // How alike two names are, from 0 to 1: the pairs of letters they share.
  const alike = (a, b) => {
    if (a === b) return 1;
    const [x, y] = [pairs(a), pairs(b)];
    const shared = [...x].filter((pair) => y.has(pair)).length;
    return x.size + y.size ? (2 * shared) / (x.size + y.size) : 0;
  };

  let asked = location.pathname;
  try {
    asked = decodeURIComponent(asked);
  } catch {
    // An address that cannot be decoded is compared as it is.
  }
  const parts = asked.split("/").map(plain).filter(Boolean).slice(-3);
  const best = (labels) => Math.max(0, ...parts.flatMap((part) => labels.map((label) => alike(part, plain(label)))));
  const regions = known.regios.map(([path, name, terms, without = []]) => ({ path, name, without, score: best([path.split("/").pop(), name, ...terms.split("; ")]) }));
  const chapters = known.hoofdstukken.map(([slug, name]) => ({ slug, name, score: best([slug, name]) }));
  const top = (list) => list.filter((one) => one.score > 0.55).sort((a, b) => b.score - a.score).slice(0, 3);
  const [nearRegions, nearChapters] = [top(regions), top(chapters)];
  const suggestions = [];
  for (const region of nearRegions) {
    for (const chapter of nearChapters.filter(({ slug }) => !region.without.includes(slug)).slice(0, 1)) suggestions.push([`${region.path}/${chapter.slug}.html`, `${region.name}: ${chapter.name}`]);
    if (region.path !== "nederland") suggestions.push([`${region.path}/index.html`, region.name]);
  }
  if (!nearRegions.length) for (const chapter of nearChapters) suggestions.push([`nederland/${chapter.slug}.html`, `Nederland: ${chapter.name}`]);
  for (const one of top(known.paginas.map((name) => ({ name, score: best([name]) })))) {
    if (one.name !== "index") suggestions.push([`${one.name}.html`, one.name.replace("/index", "").replaceAll("-", " ")]);
  }

  const list = document.createElement("ul");
  const add = ([address, text]) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = new URL(address, root);
    link.textContent = text;
    item.append(link);
    list.append(item);
  };
  const said = document.createElement("p");
  said.textContent = suggestions.length ? "Misschien zoek je:" : "Begin hier:";
  suggestions.slice(0, 6).forEach(add);
  [["index.html", "De beginpagina"], ...known.alle, ["search.html", "Zoeken"]].forEach(add);
  place.append(said, list);
})();
