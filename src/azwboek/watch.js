// Comes with a page of "azwboek kijk" only: asks its server whether there is a newer page, and shows what is wrong.
let known;
const bar = Object.assign(document.createElement("pre"), { hidden: true });
bar.style = "position:sticky;top:0;z-index:9999;margin:0;padding:0.5rem 1rem;background:#8a4b00;color:#fff;white-space:pre-wrap";
document.body.prepend(bar);
const look = async () => {
  try {
    const { versie, fout } = await (await fetch("/__kijk.json")).json();
    if (known !== undefined && known !== versie) location.reload();
    known = versie;
    bar.textContent = fout;
    bar.hidden = !fout;
  } catch {
    bar.textContent = "azwboek kijk is gestopt";
    bar.hidden = false;
  }
  setTimeout(look, 250);
};
look();
