// What the explorer says, in Dutch.
import { format } from "./vega.js";

/** Rounded half away from zero, of the decimal number that is written, as the rest of the book: 0.725 is 0.73. */
const rounded = (value, decimals) => Math.sign(value) * Number(`${Math.round(Number(`${Math.abs(value)}e${decimals}`))}e-${decimals}`);

/** A value with its unit, as in a sentence. */
export const quantity = (value, cube) => {
  const number = format(value === null ? value : rounded(value, cube.decimalen), cube.decimalen);
  if (cube.eenheid === "%") return `${number}%`;
  return cube.eenheid.startsWith("factor") ? number : `${number} ${cube.eenheid}`;
};

/** A period in a sentence: "2e kwartaal 2025" is "het 2e kwartaal van 2025". */
export const spoken = (label) => label.replace(/^(\de kwartaal) (\d{4})$/, "het $1 van $2");

export const listing = (words) => (words.length > 1 ? `${words.slice(0, -1).join(", ")} en ${words.at(-1)}` : words.join(""));

/** A long name over at most a few lines, parted by "|". */
export const wrap = (name, width = 14) => {
  const lines = [];
  for (const word of name.split(" ")) {
    if (lines.length && lines.at(-1).length + 1 + word.length <= width) lines.push(`${lines.pop()} ${word}`);
    else lines.push(word);
  }
  return lines.join("|");
};
