// What helps a reader with JavaScript; without it every page shows everything.
"use strict";

(() => {
  const module = new URL("../verkenner/verkenner.js", document.currentScript.src).href;

  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f\u00ad]/g, "").toLowerCase();

  // How many letters must be typed otherwise; a swap of two neighbours counts once. Stops counting above `most`.
  const distance = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [];
    let previous = [...Array(b.length + 1).keys()];
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      [before, previous] = [previous, row];
    }
    return previous[b.length];
  };

  // The items with a name that is exactly what was typed, and that name: Ede is not in Stedendriehoek.
  const called = (items, typed) => {
    const wanted = plain(typed).trim();
    return items.map(({ item }) => ({ item, name: labels(item).find((label) => plain(label) === wanted) })).filter(({ name }) => wanted && name);
  };

  // How far a typed word is from the nearest of the labels of an item, or from how such a label begins.
  const nearest = (typed, item) => {
    const names = labels(item).map(plain).flatMap((label) => [label, ...label.split(/[^a-z0-9]+/)]).filter((label) => label.length > 2);
    const most = typed.length < 5 ? 1 : 2;
    return Math.min(...names.flatMap((name) => [distance(typed, name, most), distance(typed, name.slice(0, typed.length), most)]));
  };

  // The names of an item: what it shows, and the other names that it is known by.
  const labels = (item) => [item.textContent, ...(item.dataset.zoek || "").split(";")].map((label) => label.replace(/\u00ad/g, "").trim());

  // <form class="azw-filter" data-doel="ID" data-enkel="actie" data-meer="acties" hidden>: hides what does not fit in #ID.
  // A select named x is held against data-x, which may hold several values with | between them.
  const filter = (form) => {
    const target = document.getElementById(form.dataset.doel);
    if (!target) return;
    const fields = [...form.elements].filter((field) => field.name);
    const names = fields.map((field) => field.name);
    const found = [...target.querySelectorAll(names.map((name) => `[data-${CSS.escape(name)}]`).join(","))];
    const items = (found.length ? found : [...target.querySelectorAll("li, tbody > tr")])
      .filter((item, _, all) => !all.some((other) => other !== item && other.contains(item)))
      .map((item) => ({ item, text: plain(`${item.textContent} ${item.dataset.zoek || ""}`) }));
    let count = form.querySelector(".azw-filter-telling");
    if (!count) {
      count = document.createElement("p");
      count.className = "azw-filter-telling";
      count.setAttribute("role", "status");
      form.append(count);
    }
    const echo = form.dataset.mee ? [...document.getElementById(form.dataset.mee).querySelectorAll("[data-code]")] : [];
    const noun = (items.length === 1 ? form.dataset.enkel : form.dataset.meer) || "";

    // data-gis: when nothing fits what was typed, the nearest names stand there instead.
    const guess = (typed) => {
      const near = typed.length < 3 ? [] : items.map(({ item }) => ({ item, steps: nearest(typed, item) }));
      const best = Math.min(typed.length < 5 ? 1 : 2, ...near.map(({ steps }) => steps));
      return near.filter(({ steps }) => steps === best).map(({ item }) => item);
    };

    const apply = () => {
      let chosen = items.filter(({ item, text }) =>
        fields.every((field) => {
          const value = field.value.trim();
          if (!value) return true;
          if (field.name === "zoek") return plain(value).split(/\s+/).every((word) => text.includes(word));
          return (item.getAttribute(`data-${field.name}`) || "").split("|").includes(value);
        }),
      ).map(({ item }) => item);
      const guessed = !chosen.length && "gis" in form.dataset ? guess(plain(form.elements.zoek.value).trim()) : [];
      if (guessed.length) chosen = guessed;
      const exact = "gis" in form.dataset ? called(items, form.elements.zoek.value) : [];
      if (exact.length) chosen = exact.map(({ item }) => item);
      const shown = chosen.length;
      for (const { item } of items) item.hidden = !chosen.includes(item);
      const codes = chosen.map((item) => item.dataset.code);
      for (const tile of echo) {
        const away = !codes.includes(tile.dataset.code);
        tile.classList.toggle("azw-weg", away);
        tile.querySelector("a").tabIndex = away ? -1 : 0;
      }
      for (const group of target.querySelectorAll("[data-groep]")) {
        group.hidden = !items.some(({ item }) => group.contains(item) && !item.hidden);
      }
      const typed = guessed.length ? `Geen regio of plaats ‘${form.elements.zoek.value.trim()}’ gevonden. Bedoel je: ` : "";
      const place = exact.length && exact.every(({ item, name }) => name !== labels(item)[0]);
      const home = place ? `: ${exact[0].name} hoort bij ${exact.map(({ item }) => labels(item)[0]).join(" of ")}` : "";
      count.textContent = `${typed}${shown} van ${items.length} ${noun}`.trim() + home;
    };

    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const first = items.find(({ item }) => !item.hidden)?.item.querySelector("a");
      if (first && "gis" in form.dataset && form.elements.zoek.value.trim()) first.click();
    });
    form.addEventListener("reset", () => setTimeout(apply));
    window.addEventListener("pageshow", apply); // back to a page: the browser has filled in the fields again
    form.hidden = false;
    apply();
  };

  // <div class="azw-keuze" data-keuze="Noemer">: one <section data-optie data-label> at a time, chosen with radio buttons.
  const choice = (box, number) => {
    const options = [...box.children].filter((part) => part.matches("section[data-optie]"));
    if (options.length < 2) return;
    const group = document.createElement("fieldset");
    group.className = "azw-keuze-knoppen";
    group.append(Object.assign(document.createElement("legend"), { textContent: box.dataset.keuze || "Toon" }));
    const pick = (chosen) => options.forEach((option) => (option.hidden = option !== chosen));
    for (const option of options) {
      const label = document.createElement("label");
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: `azw-keuze-${number}` });
      radio.value = option.dataset.optie;
      radio.checked = option === options[0];
      radio.autocomplete = "off";
      radio.addEventListener("change", () => pick(option));
      label.append(radio, option.dataset.label || option.dataset.optie);
      group.append(label);
    }
    box.prepend(group);
    pick(options[0]);
  };

  // Charts become live when they come near: <figure data-grafiek="its specification">. When the module cannot be had, the
  // drawings stay.
  const figures = [...document.querySelectorAll("figure.azw-figuur[data-grafiek]")];
  if (figures.length) {
    const near = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          near.unobserve(target);
          import(module).then(({ buttons, live }) => (buttons(target), live(target))).catch((error) => console.warn(error.message));
        }
      },
      { rootMargin: "150px" },
    );
    figures.forEach((figure) => near.observe(figure));
  }

  // <div data-verkenner="folder of its data">: the explorer; without it the table inside stays.
  for (const place of document.querySelectorAll("[data-verkenner]")) {
    import(module)
      .then(({ start }) => start(place))
      .catch(() => {
        const why = location.protocol === "file:" ? "De verkenner werkt alleen op een website, niet vanaf je eigen schijf." : "Het script van de verkenner is niet geladen.";
        const words = `${why} Hieronder staan de laatste cijfers als tabel.`;
        place.prepend(Object.assign(document.createElement("p"), { className: "azw-vk-melding", role: "alert", textContent: words }));
        place.classList.add("azw-vk-mislukt");
      });
  }

  // <nav class="azw-regiowissel" data-regio data-hoofdstuk>: the link to all regions becomes a choice; scripts/paginas.js has them.
  const change = (nav) => {
    const link = nav.querySelector(".azw-andere");
    const root = new URL(document.documentElement.dataset.content_root, location.href);
    const script = Object.assign(document.createElement("script"), { src: new URL("scripts/paginas.js", root) });
    script.addEventListener("load", () => {
      const form = document.createElement("form");
      const label = Object.assign(document.createElement("label"), { textContent: "Andere regio " });
      const select = document.createElement("select");
      for (const [path, name, , without = []] of window.azwPaginas.regios) {
        if (!without.includes(nav.dataset.hoofdstuk)) select.append(new Option(name, path, path === nav.dataset.regio, path === nav.dataset.regio));
      }
      label.append(select);
      form.append(label, Object.assign(document.createElement("button"), { type: "submit", textContent: "Ga" }));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        location.href = new URL(`${select.value}/${nav.dataset.hoofdstuk}.html`, root);
      });
      link.replaceWith(form);
    });
    document.head.append(script);
  };

  window.azw = { plain, distance };
  document.querySelectorAll("form.azw-filter[data-doel]").forEach(filter);
  document.querySelectorAll(".azw-regiowissel[data-hoofdstuk]").forEach(change);
  for (const place of document.querySelectorAll("[data-adres]")) place.textContent = location.href.split(/[?#]/)[0];
  // Escape puts the explanation of a term away, until the pointer or the focus moves on.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const term of document.querySelectorAll(".azw-begrip:is(:hover, :focus)")) {
      term.classList.add("azw-dicht");
      for (const away of ["mouseleave", "blur"]) term.addEventListener(away, () => term.classList.remove("azw-dicht"), { once: true });
    }
  });
  document.querySelectorAll(".azw-keuze[data-keuze]").forEach(choice);
})();
