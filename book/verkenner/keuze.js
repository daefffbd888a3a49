// The choice that the explorer shows, in its address and back. What an address asks that does not exist is named, with what is near.

const FIELDS = ["indicator", "branche", "regio", "van", "tot", "beeld"];
export const VIEWS = { lijn: "Lijn", staaf: "Staaf", tabel: "Tabel" };
export const MOST = 4; // regions beside the country: as many as there are colours that stay apart

const plain = (text) => `${text}`.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();

const distance = (a, b) => {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
    row = next;
  }
  return row[b.length];
};

/** The options nearest to a text, at most three: options are {code, naam, ook}. */
export const nearest = (text, options) => {
  const wanted = plain(text).slice(0, 60);
  const scored = options.map((option) => {
    const names = [option.code, option.naam, ...(option.ook ?? [])].map(plain);
    const near = Math.min(...names.map((name) => (wanted.length > 3 && name.includes(wanted) ? 0 : distance(wanted, name) / Math.max(wanted.length, name.length, 1))));
    return { option, near };
  });
  const close = scored.filter(({ near }) => near <= 0.5).sort((a, b) => a.near - b.near);
  return (close.length ? close : scored).slice(0, 3).map(({ option }) => option);
};

const exact = (text, options) => {
  const wanted = plain(text);
  return options.find((option) => [option.code, option.naam, ...(option.ook ?? [])].some((name) => plain(name) === wanted));
};

const fault = (kind, text, field, options) => ({ tekst: `${kind} ‘${`${text}`.slice(0, 60)}’ bestaat niet.`, veld: field, opties: options });

/** The address as a plain object; only the fields of a choice. */
export const asked = (search) => {
  const query = new URLSearchParams(search);
  return Object.fromEntries(FIELDS.filter((name) => query.get(name)).map((name) => [name, query.get(name)]));
};

/** Which indicator is asked, and what is wrong with that: {indicator, fouten}. */
export const indicatorOf = (wish, index) => {
  const first = index.indicatoren[0].code;
  if (!wish.indicator) return { indicator: first, fouten: [] };
  const found = exact(wish.indicator, index.indicatoren);
  if (found) return { indicator: found.code, fouten: [] };
  return { indicator: first, fouten: [fault("De indicator", wish.indicator, "indicator", nearest(wish.indicator, index.indicatoren))] };
};

/** The whole choice within one cube, with what is wrong: {keuze, fouten}. */
export const fit = (wish, index, cube) => {
  const fouten = [];
  const branches = cube.branches.map(([code, naam]) => ({ code, naam }));
  const all = cube.perioden.map(([code, naam]) => ({ code, naam }));
  const pick = (kind, name, options, otherwise) => {
    if (!wish[name]) return otherwise;
    const found = exact(wish[name], options);
    if (!found) fouten.push(fault(kind, wish[name], name, nearest(wish[name], options)));
    return found?.code ?? otherwise;
  };
  const branche = pick("De branche", "branche", branches, branches[0].code);
  const regio = [];
  for (const text of (Array.isArray(wish.regio) ? wish.regio : (wish.regio ?? "").split(",")).filter(Boolean)) {
    const found = exact(text, index.regios);
    if (!found) fouten.push(fault("De regio", text, "regio", nearest(text, index.regios)));
    else if (!regio.includes(found.code)) regio.push(found.code);
  }
  const few = regio.filter((code) => code === "NL" || regio.filter((other) => other !== "NL").indexOf(code) < MOST);
  if (few.length < regio.length) fouten.push({ tekst: `Je kunt Nederland en hooguit ${MOST} regio’s kiezen. De rest is weggelaten.`, opties: [] });
  let van = pick("De periode", "van", all, all[0].code);
  let tot = pick("De periode", "tot", all, all.at(-1).code);
  if (all.findIndex(({ code }) => code === van) > all.findIndex(({ code }) => code === tot)) [van, tot] = [tot, van];
  const views = Object.entries(VIEWS).map(([code, naam]) => ({ code, naam }));
  const beeld = pick("De weergave", "beeld", views, "lijn");
  return { keuze: { indicator: cube.code, branche, regio: few.length ? few : ["NL"], van, tot, beeld }, fouten };
};

/** Another cube: what it does not have falls back without a word. */
export const moved = (choice, index, cube) => {
  const has = (list, code) => list.some(([known]) => known === code);
  const same = { ...choice, indicator: cube.code };
  if (!has(cube.branches, same.branche)) delete same.branche;
  for (const name of ["van", "tot"]) if (!has(cube.perioden, same[name])) delete same[name];
  return fit(same, index, cube).keuze;
};

/** The choice as the query of an address. */
export const address = (choice) => new URLSearchParams(FIELDS.map((name) => [name, `${choice[name]}`])).toString().replaceAll("%2C", ",");
