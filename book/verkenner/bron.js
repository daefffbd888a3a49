// Where the explorer gets its data: files beside the page, or the kernel of a notebook. Each cube is fetched once.

const once = (load) => {
  const kept = new Map();
  return (name) => {
    if (!kept.has(name)) {
      kept.set(name, load(name));
      kept.get(name).catch(() => kept.delete(name)); // what failed may work the next time
    }
    return kept.get(name);
  };
};

/** Files in a folder. */
export const fromFiles = (folder) => {
  const read = once(async (name) => {
    const answer = await fetch(new URL(`${encodeURIComponent(name)}.json`, folder));
    if (!answer.ok) throw new Error(`het bestand ${name}.json is niet te krijgen (${answer.status})`);
    return answer.json();
  });
  return { index: () => read("index"), kubus: read };
};

/** A kernel: ask for {laad: code}, get {kubus: code, inhoud} or {kubus: code, fout}. */
export const fromKernel = (model) => {
  const waiting = new Map();
  model.on("msg:custom", ({ kubus, inhoud, fout }) => {
    const [done, failed] = waiting.get(kubus) ?? [];
    waiting.delete(kubus);
    if (fout) failed?.(new Error(fout));
    else done?.(inhoud);
  });
  const ask = (code) =>
    new Promise((done, failed) => {
      waiting.set(code, [done, failed]);
      model.send({ laad: code });
    });
  return { index: async () => model.get("index"), kubus: once(ask) };
};
