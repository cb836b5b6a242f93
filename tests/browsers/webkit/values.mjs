/** Values on their way between the test and the page. */

/** As Playwright takes it: a function with its argument, or an expression. */
export const called = (run, arg) => (typeof run === "function" ? `(${run})(${literal(arg)})` : run);

/** A value as an expression; JSON has no word for `undefined`, nor for a regular expression. */
export function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal)}]`;
  if (value instanceof RegExp) return String(value);
  if (value === undefined || value === null || typeof value !== "object") return JSON.stringify(value) ?? "undefined";
  return `{${Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${literal(part)}`)}}`;
}

/** What the page has written as JSON, in which `{ __undefined: true }` stands for what JSON cannot say. */
export function restored(value) {
  if (value === null || typeof value !== "object") return value;
  if (value.__undefined) return undefined;
  if (Array.isArray(value)) return value.map(restored);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, restored(part)]));
}
