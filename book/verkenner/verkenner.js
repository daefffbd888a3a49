// The explorer: native controls, a chart, a table, and a sentence; what is chosen lives in the address.
import { pointer } from "./aanwijzer.js";
import { save, takeAlong } from "./beeld.js";
import { address, asked, fit, indicatorOf, MOST, moved, VIEWS } from "./keuze.js";
import { breaks, cell, csv, isCount, periods, rows, series } from "./kubus.js";
import { chart } from "./tekening.js";
import { format } from "./vega.js";
import { listing, quantity, spoken } from "./woorden.js";

/** An element with properties and children; text is always text, never markup. */
const make = (tag, properties = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
};

const option = (value, textContent) => make("option", { value, textContent });

/**
 * Put the explorer in an element.
 * @param {HTMLElement} place where; what stands in it (the table for readers without scripts) is replaced when all is there.
 * @param {{index: () => Promise<object>, kubus: (code: string) => Promise<object>}} source the data.
 * @param {{wens: string, bewaar: (query: string, choice: object) => void, adres: () => string}} outside what is asked, and who keeps the choice.
 */
export const explorer = async (place, source, outside) => {
  let index, cube, choice, faults;
  try {
    const wish = asked(outside.wens);
    index = await source.index();
    const first = indicatorOf(wish, index);
    cube = await source.kubus(first.indicator);
    const rest = fit(wish, index, cube);
    choice = rest.keuze;
    faults = [...first.fouten, ...rest.fouten];
  } catch (error) {
    const words = `De verkenner kan zijn gegevens niet laden: ${error.message}. Hieronder staan de laatste cijfers als tabel.`;
    place.prepend(make("p", { className: "azw-vk-melding", role: "alert", textContent: words }));
    place.classList.add("azw-vk-mislukt");
    return;
  }

  // ---- the parts of the page ----
  const indicator = make("select", { name: "indicator" });
  for (const group of new Set(index.indicatoren.map(({ groep }) => groep))) {
    indicator.append(make("optgroup", { label: group }, ...index.indicatoren.filter(({ groep }) => groep === group).map(({ code, naam }) => option(code, naam))));
  }
  const branche = make("select", { name: "branche" });
  const van = make("select", { name: "van" }), tot = make("select", { name: "tot" });
  const vanLabel = make("label", {}, "Van", van), totWord = make("span"), totLabel = make("label", {}, totWord, tot);
  const boxes = index.regios.map(({ code, naam }) => make("input", { type: "checkbox", name: "regio", value: code, "aria-label": naam }));
  const summary = make("summary");
  const regions = make("details", { className: "azw-vk-regios" }, summary,
    make("fieldset", {}, make("legend", { textContent: `Nederland en hoogstens ${MOST} regio’s` }),
      ...boxes.map((box, n) => make("label", {}, box, index.regios[n].naam))));
  const radios = Object.entries(VIEWS).map(([value, word]) => make("label", {}, make("input", { type: "radio", name: "beeld", value }), word));
  const form = make("form", { className: "azw-filter azw-vk-keuze", "aria-label": "Kies wat je wilt zien" },
    make("label", { className: "azw-vk-breed" }, "Indicator", indicator), make("label", { className: "azw-vk-breed" }, "Branche", branche), regions, vanLabel, totLabel,
    make("fieldset", { className: "azw-vk-beeld" }, make("legend", { textContent: "Weergave" }), ...radios));
  const notice = make("div", { className: "azw-vk-melding", role: "alert", hidden: true });
  const status = make("p", { className: "azw-vk-status", role: "status" });
  const title = make("span", { className: "azw-titel" }), subtitle = make("span", { className: "azw-onderschrift" });
  const sentence = make("p", { className: "azw-zin" });
  const frame = make("div", { className: "azw-grafiek azw-vk-grafiek", role: "img" });
  const origin = make("p", { className: "azw-bronregel" });
  const tableBox = make("div", { className: "azw-rol", role: "region", tabIndex: 0 });
  const fold = make("details", { className: "azw-tabel" }, make("summary", { textContent: "Tabel" }), tableBox);
  const figure = make("figure", { className: "azw-figuur azw-vk-figuur" }, make("figcaption", {}, title, subtitle), frame, origin);
  const about = make("details", { className: "azw-definitie" }, make("summary", { textContent: "Wat meet dit?" }), make("p"));
  const demonstration = () => (cube.soort === "demonstratie" ? [make("span", { className: "azw-merk azw-demo-merk", textContent: "demonstratie" }), " "] : []);

  const file = () => ["verkenner", choice.indicator, choice.beeld].join("-");
  const bar = takeAlong(() => ({
    chart: frame.querySelector("svg"), naam: file(), adres: outside.adres(), titel: title.textContent || "Verkenner",
    onderschrift: `${cube.soort === "demonstratie" ? "Demonstratie: verzonnen cijfers. " : ""}${subtitle.textContent}`, bron: origin.textContent,
  }));
  const csvButton = make("button", { type: "button", textContent: "CSV" });
  csvButton.setAttribute("aria-label", "Deze cijfers als CSV");
  csvButton.addEventListener("click", () => {
    save(csv(rows(cube, choice, index)), `${file()}.csv`, "text/csv;charset=utf-8");
    bar.lastChild.textContent = "Het CSV-bestand is bewaard.";
  });
  bar.prepend(csvButton);
  const tell = pointer(frame);
  const drawing = chart(frame, index.grafieken, tell);

  // ---- what is seen follows from the cube and the choice ----
  const name = (code) => index.regios.find((region) => region.code === code).naam;
  const options = (select, list) => {
    const wanted = list.map(([code]) => code).join();
    if (select.dataset.lijst !== wanted) select.replaceChildren(...list.map(([code, word]) => option(code, word)));
    select.dataset.lijst = wanted;
  };

  const controls = () => {
    options(branche, cube.branches);
    branche.disabled = cube.branches.length === 1;
    options(van, cube.perioden);
    options(tot, cube.perioden);
    for (const [select, value] of [[indicator, choice.indicator], [branche, choice.branche], [van, choice.van], [tot, choice.tot]]) select.value = value;
    vanLabel.hidden = choice.beeld === "staaf";
    totWord.textContent = choice.beeld === "staaf" ? "Periode" : "Tot en met";
    const full = choice.regio.filter((code) => code !== "NL").length >= MOST;
    for (const box of boxes) {
      box.checked = choice.regio.includes(box.value);
      box.disabled = full && !box.checked && box.value !== "NL";
    }
    summary.textContent = `Regio’s: ${listing(choice.regio.map(name))}`;
    for (const label of radios) label.firstChild.checked = label.firstChild.value === choice.beeld;
  };

  const finding = () => {
    if (choice.beeld !== "staaf") {
      const last = choice.regio.map((code) => [name(code), series(cube, choice, code).at(-1)]);
      const known = last.filter(([, point]) => point);
      const missing = last.filter(([, point]) => !point).map(([naam]) => naam);
      const labels = new Set(known.map(([, { label }]) => label));
      const values = known.map(([naam, point]) => `${naam} ${quantity(point.waarde, cube)}${labels.size > 1 ? ` (${point.label})` : ""}`);
      const parts = known.length ? [`Laatste cijfer in deze keuze${labels.size === 1 ? `, ${[...labels][0]}` : ""}: ${values.join("; ")}.`] : [];
      return [...parts, missing.length ? `Geen cijfer in deze keuze: ${listing(missing)}.` : ""].join(" ").trim();
    }
    const period = periods(cube, choice).at(-1);
    const all = index.regios.map(({ code, naam }) => ({ code, naam, ...cell(cube, choice.branche, code, period.place) }));
    const known = all.filter(({ code, waarde }) => code !== "NL" && waarde !== null).map(({ waarde }) => waarde);
    if (!known.length) return `Voor ${spoken(period.label)} is er in geen enkele regio een cijfer. Kies een andere periode.`;
    const missing = all.filter(({ code, waarde }) => code !== "NL" && waarde === null).map(({ naam }) => naam);
    const chosen = all.filter(({ code, waarde }) => choice.regio.includes(code) && waarde !== null).map(({ naam, waarde }) => `${naam} ${quantity(waarde, cube)}`);
    const range = `In ${spoken(period.label)} lopen de cijfers van de regio’s van ${quantity(Math.min(...known), cube)} tot ${quantity(Math.max(...known), cube)}.`;
    return [range, chosen.length ? `${chosen.join("; ")}.` : "", missing.length ? `Geen cijfer: ${listing(missing)}.` : ""].filter(Boolean).join(" ");
  };

  const words = () => {
    const shown = periods(cube, choice);
    const span = choice.beeld === "staaf" || shown.length === 1 ? shown.at(-1).label : `${shown[0].label} tot en met ${shown.at(-1).label}`;
    const population = cube.branches.find(([code]) => code === choice.branche)[1];
    title.textContent = `${cube.naam}, ${choice.beeld === "staaf" ? index.gebieden : listing(choice.regio.map(name))}`;
    const unit = cube.eenheid === "%" ? "Procent" : cube.eenheid.startsWith("factor") ? "Factor, 1 is voltijd" : cube.eenheid[0].toUpperCase() + cube.eenheid.slice(1);
    const extra = {
      lijn: ["de as begint niet bij 0", isCount(cube) ? "" : "grijze band: van de laagste tot de hoogste regio", "open punt: voorlopig"],
      staaf: ["vaste volgorde, niet op grootte", isCount(cube) ? "" : "stippellijn: Nederland", "* voorlopig"],
      tabel: ["* voorlopig"],
    }[choice.beeld];
    subtitle.textContent = [unit, population, span, ...extra].filter(Boolean).join("; ");
    const found = finding();
    sentence.replaceChildren(...demonstration(), found);
    const kind = { lijn: "Lijngrafiek", staaf: "Staafdiagram", tabel: "Tabel" }[choice.beeld];
    const inside = choice.beeld === "lijn" ? breaks(cube, choice) : [];
    origin.textContent = [cube.bron, ...inside.map(({ uitleg }) => `Breuk in de reeks: ${uitleg}`)].join(" ");
    frame.setAttribute("aria-label", `${kind}: ${title.textContent}, ${span}. ${found}`);
    tableBox.setAttribute("aria-label", `Tabel: ${title.textContent}`);
    about.lastChild.textContent = `${cube.definitie} Hoe vaak: ${cube.frequentie}.`;
    return `${kind} bijgewerkt: ${title.textContent}, ${population}, ${span}.`;
  };

  const table = () => {
    const one = choice.beeld === "staaf";
    const shown = one ? periods(cube, choice).slice(-1) : periods(cube, choice).reverse();
    const codes = one ? index.regios.map(({ code }) => code) : choice.regio;
    const said = (code, place) => {
      const { waarde, letter } = cell(cube, choice.branche, code, place);
      const star = make("span", { className: "azw-ster", textContent: waarde === null || letter === "d" ? "" : "*" });
      if (waarde !== null) return [format(waarde, cube.decimalen), star];
      return [letter === "-" ? "–" : index.redenen[letter], star];
    };
    const line = (head, cells) => make("tr", {}, make("th", { scope: "row", textContent: head }), ...cells.map(([label, content]) => make("td", { className: "getal", "data-label": label }, ...content)));
    const heads = one ? ["Regio", shown[0].label] : ["Periode", ...codes.map(name)];
    const measured = one ? shown : shown.filter(({ place }) => codes.some((code) => cell(cube, choice.branche, code, place).letter !== "-"));
    const body = one
      ? codes.map((code) => line(name(code), [[shown[0].label, said(code, shown[0].place)]]))
      : measured.map(({ label, place }) => line(label, codes.map((code) => [name(code), said(code, place)])));
    const head = heads.map((word, n) => make("th", { scope: "col", textContent: word, className: n ? "getal" : "" }));
    tableBox.replaceChildren(make("table", { className: "azw-cijfers" }, make("caption", { textContent: title.textContent }), make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body)));
  };

  const warn = () => {
    notice.hidden = !faults.length;
    notice.replaceChildren(...faults.map(({ tekst, veld, opties }) => {
      const buttons = opties.map(({ code, naam }) => {
        const button = make("button", { type: "button", textContent: naam });
        button.addEventListener("click", () => {
          faults = faults.filter((other) => other.tekst !== tekst);
          change(veld === "regio" ? { regio: [...choice.regio.filter((had) => had !== "NL"), code] } : { [veld]: code });
        });
        return button;
      });
      return make("p", {}, tekst, ...(buttons.length ? [" Bedoel je: ", ...buttons.flatMap((button, n) => (n ? [" ", button] : [button])), "?"] : []));
    }));
  };

  const update = async () => {
    const begun = performance.now();
    controls();
    warn();
    const done = words();
    const plain = choice.beeld === "tabel";
    frame.hidden = plain;
    if (plain) figure.insertBefore(tableBox, origin);
    else fold.append(tableBox);
    fold.hidden = plain;
    for (const button of bar.querySelectorAll("button")) button.hidden = plain && ["SVG", "PNG"].includes(button.textContent);
    if (plain || fold.open) table();
    tell(null);
    if (!plain) await drawing.show(cube, choice, index);
    outside.bewaar(address(choice), choice);
    status.textContent = done;
    place.dataset.duur = (performance.now() - begun).toFixed(1);
    place.dispatchEvent(new CustomEvent("azw-getekend"));
  };

  const change = async (part) => {
    if (part.indicator && part.indicator !== choice.indicator) {
      try {
        cube = await source.kubus(part.indicator);
      } catch (error) {
        controls();
        faults = [{ tekst: `De gegevens van ${index.indicatoren.find(({ code }) => code === part.indicator).naam} zijn niet geladen: ${error.message}. De vorige keuze staat er nog.`, opties: [] }];
        warn();
        return;
      }
      choice = moved(choice, index, cube);
    } else {
      choice = fit({ ...choice, ...part }, index, cube).keuze;
    }
    await update();
  };

  form.addEventListener("change", ({ target }) => {
    faults = [];
    if (target.name === "regio") {
      const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
      const kept = choice.regio.filter((code) => chosen.includes(code));
      change({ regio: [...kept, ...chosen.filter((code) => !kept.includes(code))] });
    } else if (target.name) change({ [target.name]: target.value });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  fold.addEventListener("toggle", () => fold.open && table());
  figure.append(bar, fold);

  await document.fonts?.ready;
  place.replaceChildren(form, notice, status, sentence, figure, about);
  place.classList.add("azw-vk");
  let wide = frame.clientWidth;
  await update();
  performance.mark("azw-verkenner-klaar");
  new ResizeObserver(() => {
    if (choice.beeld !== "tabel" && frame.clientWidth && Math.abs(frame.clientWidth - wide) > 4) {
      wide = frame.clientWidth;
      drawing.show(cube, choice, index);
    }
  }).observe(frame);
};
