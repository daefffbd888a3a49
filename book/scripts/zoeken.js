// The search page: looks words up in scripts/zoekindex.js (made by search.py, which explains it). Everything that comes from
// the index or from the reader is written as text, never as markup.
"use strict";

(() => {
  const index = window.azwZoekindex;
  const form = document.getElementById("azw-zoekformulier");
  const output = document.getElementById("azw-uitslag");
  const status = document.getElementById("azw-uitslag-telling");
  if (!index || !form || !output) return;
  const MOST = 40;

  const { distance } = window.azw;
  const plain = (text) => window.azw.plain(text.replace(/[’ʼ]/g, "'"));
  const wordPattern = /[0-9a-z]+(?:'[0-9a-z]+)*/g;
  const bare = (word) => word.replace(/'s$/, "").replaceAll("'", "");
  const words = (text) => (plain(text).match(wordPattern) || []).map(bare);

  const stop = new Set(index.stop.split(" "));
  const stems = new Map();
  for (const [stem, forms] of Object.entries(index.stammen)) {
    stems.set(stem, stem);
    for (const word of forms.split(" ")) stems.set(word, stem);
  }
  const parts = index.delen.map(([address, page, heading, text, invented]) => {
    const count = new Map();
    const add = (content, weight, most) => {
      const own = new Map();
      for (const word of words(content)) {
        if (stop.has(word)) continue;
        const stem = stems.get(word) || word;
        own.set(stem, Math.min(most, (own.get(stem) || 0) + weight));
      }
      for (const [stem, weight_] of own) count.set(stem, (count.get(stem) || 0) + weight_);
    };
    add(text, 1, 5);
    add(heading, 20, 20);
    add(page, heading ? 2 : 30, 30);
    return { address, page, heading, text, invented, count };
  });
  const vocabulary = new Set(parts.flatMap((part) => [...part.count.keys()]));

  // The stems that a typed word stands for: its own; else of words that begin with it or hold it; else the nearest words.
  const lookUp = (word) => {
    const stem = stems.get(word) || word;
    const inside = word.length > 4 ? [...vocabulary].filter((other) => other.includes(stem)) : [];
    if (vocabulary.has(stem)) return { stems: [stem, ...inside.filter((other) => other !== stem)] };
    const known = [...stems.keys(), ...vocabulary];
    const begins = word.length > 2 ? known.filter((other) => other.startsWith(word) || (other.length > 4 && word.startsWith(other) && word.length - other.length < 4)) : [];
    const found = [...new Set([...begins.map((other) => stems.get(other) || other), ...inside])].filter((s) => vocabulary.has(s));
    if (found.length) return { stems: found };
    const most = word.length < 5 ? 1 : 2;
    let best = most;
    let near = [];
    for (const other of word.length < 4 ? [] : known) {
      const steps = distance(word, other, best);
      if (steps > best || !vocabulary.has(stems.get(other) || other)) continue;
      if (steps < best) near = [];
      best = steps;
      near.push(other);
    }
    return { stems: [...new Set(near.map((other) => stems.get(other) || other))], instead: near[0] };
  };

  // Regions that the words name, and the words that are left.
  const findRegions = (text) => {
    const asked = ` ${words(text).join(" ")} `;
    const hits = [];
    let rest = asked;
    for (const [path, name, terms, without = []] of index.regios) {
      for (const label of [name, ...terms.split("; ")]) {
        const wanted = ` ${words(label).join(" ")} `;
        if (!asked.includes(wanted)) continue;
        if (!hits.some((hit) => hit.path === path)) hits.push({ path, name, without });
        rest = rest.replace(wanted, " ");
      }
    }
    return { hits, rest: rest.trim().split(/\s+/).filter((word) => word && !stop.has(word)) };
  };

  const element = (tag, text = "", css = "") => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (css) made.className = css;
    return made;
  };
  const link = (address, text) => Object.assign(element("a", text), { href: address });

  // The text around the first hit, with the hits marked.
  const excerpt = (text, wanted) => {
    const found = [...text.matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu)].filter((match) => {
      const word = bare(plain(match[0]));
      return wanted.has(stems.get(word) || word);
    });
    const from = found.length ? Math.max(0, text.lastIndexOf(" ", Math.max(0, found[0].index - 70))) : 0;
    const to = Math.min(text.length, from + 220);
    const line = element("p", "", "azw-meta");
    let at = from;
    line.append(from ? "… " : "");
    for (const match of found) {
      if (match.index < at || match.index + match[0].length > to) continue;
      line.append(text.slice(at, match.index), element("mark", match[0]));
      at = match.index + match[0].length;
    }
    line.append(text.slice(at, to), to < text.length ? " …" : "");
    return line;
  };

  const search = (text) => {
    const { hits, rest } = findRegions(text);
    const asked = rest.map((word) => ({ word, ...lookUp(word) }));
    const instead = asked.filter((one) => one.instead);
    const wanted = new Set(asked.flatMap((one) => one.stems));
    const found = asked.length
      ? parts
          .map((part) => {
            const each = asked.map((one) => one.stems.reduce((sum, stem, n) => sum + (part.count.get(stem) || 0) / (n ? 3 : 1), 0));
            return { part, score: each.every(Boolean) ? each.reduce((sum, n) => sum + Math.log2(1 + n), 0) : 0 };
          })
          .filter(({ score }) => score)
          .sort((a, b) => b.score - a.score)
          .map(({ part }) => part)
      : [];
    return { hits, found, wanted, instead };
  };

  const show = (text) => {
    output.replaceChildren();
    if (!words(text).length) {
      status.textContent = "Typ een of meer woorden.";
      return;
    }
    const { hits, found, wanted, instead } = search(text);
    for (const { path, name } of hits.slice(0, 5)) {
      const item = element("li");
      const title = element("p", "", "azw-kop");
      title.append(link(`${path}/index.html`, name));
      item.append(title, element("p", "Regio: alle cijfers en hoofdstukken", "azw-meta"));
      output.append(item);
    }
    for (const { address, page, heading, text: content, invented } of found.slice(0, MOST)) {
      const item = element("li");
      const title = element("p", "", "azw-kop");
      title.append(link(address, heading ? `${heading} – ${page}` : page));
      // The excerpt can leave out the word at the figure, so it stands here as well.
      if (invented) title.append(" ", element("span", "met demonstratie: verzonnen cijfers", "azw-merk azw-demo-merk"));
      item.append(title, excerpt(content, wanted));
      const chapter = address.replace(/^nederland\/|\.html.*$/g, "");
      const having = address.startsWith("nederland/") ? hits.filter(({ without }) => !without.includes(chapter)) : [];
      if (having.length) {
        const also = element("p", "Ook voor: ", "azw-meta");
        having.slice(0, 3).forEach(({ path, name }, n) => also.append(n ? ", " : "", link(address.replace("nederland", path), name)));
        item.append(also);
      }
      output.append(item);
    }
    const total = hits.length + found.length;
    const corrected = instead.length ? `Niets gevonden met ${instead.map((one) => `‘${one.word}’`).join(", ")}; dit staat onder ${instead.map((one) => `‘${one.instead}’`).join(", ")}. ` : "";
    status.textContent = !total
      ? `Niets gevonden voor ‘${text.trim()}’. Probeer een ander woord, of minder woorden.`
      : `${corrected}${total} ${total === 1 ? "plaats" : "plaatsen"} gevonden voor ‘${text.trim()}’${found.length > MOST ? `; de eerste ${MOST} staan hier` : ""}.`;
  };

  window.azwZoek = { woorden: words, stam: (word) => stems.get(word) || word, zoek: search };
  const field = form.elements.q;
  field.value = new URLSearchParams(location.search).get("q") || "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = new URL(location.href);
    address.searchParams.set("q", field.value);
    history.replaceState(null, "", address);
    show(field.value);
  });
  form.hidden = false;
  if (field.value) show(field.value);
  else field.focus();
})();
