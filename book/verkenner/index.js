// One module for all: the live charts of a chapter, the explorer's page, and the explorer as a widget in JupyterLab.
import { fromFiles, fromKernel } from "./bron.js";
import { buttons, live } from "./figuur.js";
import { explorer } from "./verkenner.js";

/** A figure on a page becomes live. */
export { buttons, live };

/** The explorer on its page; its choice lives in the address. */
export const start = (place) =>
  explorer(place, fromFiles(new URL(place.dataset.verkenner, location.href)), {
    wens: location.search,
    bewaar: (query) => history.replaceState(null, "", `?${query}${location.hash}`),
    adres: () => location.href,
  });

/** The explorer as a widget: the kernel answers, and gets to know the choice. */
export default {
  render({ model, el }) {
    const place = document.createElement("div");
    el.append(place);
    explorer(place, fromKernel(model), {
      wens: model.get("wens"),
      bewaar: (query, choice) => {
        model.set("keuze", choice);
        model.set("wens", query);
        model.save_changes();
      },
      adres: () => `verkenner.html?${model.get("wens")}`,
    });
  },
};
