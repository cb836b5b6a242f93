// The order of a wasm's functions. A compressor finds what repeats, and says how far back that was: the nearer, the fewer bits.

/** A name, as wasm-dis writes it. */
export const NAME = /\$(?:"(?:[^"\\]|\\.)*"|[^\s()"]+)/g;

/** How many lines in a row count as the same. */
const RUN = 3;

/**
 * Renames the functions of a module, so that sorted by name each follows the one most like it.
 *
 * @param {string} text the module, as wasm-dis prints it
 * @returns {string}
 */
export function renamedByLikeness(text) {
  const functions = text.split(/\n(?= \()/).filter((item) => item.startsWith(" (func "));
  const names = functions.map((item) => item.match(NAME)[0]);
  const places = new Map(byLikeness(functions.map(runsOf)).map((index, place) => [names[index], place]));
  return text.replace(NAME, (name) => (places.has(name) ? `$f${String(places.get(name)).padStart(5, "0")}` : name));
}

/** The runs of lines in a function's body, each once. */
function runsOf(item) {
  const lines = item.split(/\s*\n\s*/).slice(1);
  return new Set(lines.slice(RUN - 1).map((_, at) => lines.slice(at, at + RUN).join("\n")));
}

/** From the first function on, always to the most alike of those that are left. */
function byLikeness(bodies) {
  const likeness = cosines(bodies);
  const left = new Set(bodies.keys());
  const order = [];
  for (let next = 0; next !== undefined; next = most(likeness[next], left)) {
    order.push(next);
    left.delete(next);
  }
  return order;
}

/** The index of the greatest value, of those that are left. */
function most(values, left) {
  let found;
  for (const index of left) if (found === undefined || values[index] > values[found]) found = index;
  return found;
}

/** How alike each two sets are, from 0 to 1. */
function cosines(sets) {
  const owners = new Map();
  for (const [index, set] of sets.entries()) for (const run of set) owners.set(run, [...(owners.get(run) ?? []), index]);
  const table = sets.map(() => new Float64Array(sets.length));
  for (const shared of owners.values()) for (const one of shared) for (const other of shared) table[one][other] += 1;
  return table.map((row, one) => row.map((both, other) => both / Math.sqrt((sets[one].size + 1) * (sets[other].size + 1))));
}
