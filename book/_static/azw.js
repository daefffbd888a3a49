// What helps a reader with JavaScript; without it every page shows everything.
"use strict";

(() => {
  const module = new URL("../verkenner/verkenner.js", document.currentScript.src).href;

  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

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
    const noun = (items.length === 1 ? form.dataset.enkel : form.dataset.meer) || "";

    const apply = () => {
      let shown = 0;
      for (const { item, text } of items) {
        const fits = fields.every((field) => {
          const value = field.value.trim();
          if (!value) return true;
          if (field.name === "zoek") return plain(value).split(/\s+/).every((word) => text.includes(word));
          return (item.getAttribute(`data-${field.name}`) || "").split("|").includes(value);
        });
        item.hidden = !fits;
        shown += fits;
      }
      for (const group of target.querySelectorAll("[data-groep]")) {
        group.hidden = !items.some(({ item }) => group.contains(item) && !item.hidden);
      }
      count.textContent = `${shown} van ${items.length} ${noun}`.trim();
    };

    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
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

  document.querySelectorAll("form.azw-filter[data-doel]").forEach(filter);
  document.querySelectorAll(".azw-keuze[data-keuze]").forEach(choice);
})();
