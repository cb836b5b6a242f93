/** What many measurements come to. Pure; tested in ../stats.test.mjs. */

/**
 * The value below which this share of the measurements lies, between two of them by a straight line.
 *
 * @param {number[]} sorted ascending, not empty @param {number} share 0 to 1
 */
export function quantile(sorted, share) {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

/** @param {number[]} values in any order, not empty */
export function summary(values) {
  if (values.length === 0) throw new Error("no measurements");
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => quantile(sorted, share);
  return { n: values.length, min: at(0), p25: at(0.25), median: at(0.5), p75: at(0.75), max: at(1) };
}

/**
 * Who comes first changes from round to round, so that no contestant always measures behind the same other.
 *
 * @template T @param {T[]} contestants @param {number} round @returns {T[]}
 */
export function order(contestants, round) {
  const start = Math.floor(round / 2) % contestants.length;
  const turned = [...contestants.slice(start), ...contestants.slice(0, start)];
  return round % 2 === 0 ? turned : turned.reverse();
}

/**
 * Lets the contestants measure by turns.
 *
 * @param {string[]} names @param {number} rounds
 * @param {(name: string, round: number) => Promise<number>} measure
 * @returns {Promise<Record<string, number[]>>} a value of each in each round
 */
export async function interleaved(names, rounds, measure) {
  const values = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of order(names, round)) values[name].push(await measure(name, round));
  }
  return values;
}

/** @param {Record<string, number[]>} values @returns {Record<string, ReturnType<typeof summary>>} */
export const summaries = (values) =>
  Object.fromEntries(Object.entries(values).map(([name, each]) => [name, summary(each)]));

/** How many times as much as the other, round by round: what slows a whole round down is in neither. */
export const ratios = (values, others) => summary(values.map((value, round) => value / others[round]));
