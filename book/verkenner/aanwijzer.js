// The box with values beside the pointer. Everything in it also stands in the table, so it is left out for screen readers.

/**
 * Make the box for one chart.
 * @param {HTMLElement} frame the chart's frame; the box stays inside it.
 * @returns {(values: object|null, event: Event) => void} shows values, or nothing.
 */
export const pointer = (frame) => {
  const box = Object.assign(document.createElement("div"), { className: "azw-aanwijzer", hidden: true });
  box.setAttribute("aria-hidden", "true");
  frame.append(box);
  const hide = () => (box.hidden = true);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("pointerdown", (event) => frame.contains(event.target) || hide());
  frame.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hide());
  return (values, event) => {
    const entries = Object.entries(values || {}).filter(([, value]) => value !== "null" && value !== "");
    if (!entries.length) return hide();
    box.replaceChildren(
      ...entries.map(([name, value]) => {
        const line = document.createElement("p");
        if (!name.trim()) line.append(Object.assign(document.createElement("strong"), { textContent: value }));
        else line.append(`${name} `, Object.assign(document.createElement("b"), { textContent: value }));
        return line;
      }),
    );
    box.hidden = false;
    const bounds = frame.getBoundingClientRect();
    const left = event.clientX - bounds.left;
    const room = bounds.width - box.offsetWidth;
    const beside = left + 14 > room ? left - box.offsetWidth - 14 : left + 14;
    box.style.left = `${Math.max(0, Math.min(room, beside))}px`;
    box.style.top = `${Math.max(0, Math.min(bounds.height - box.offsetHeight, event.clientY - bounds.top - box.offsetHeight / 2))}px`;
  };
};
