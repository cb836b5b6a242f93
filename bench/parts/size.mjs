/** Bytes of a login page's script. */
import { contestants } from "../lib/contestants.mjs";
import { bundle, weigh } from "../lib/weigh.mjs";
import { sizes } from "../lib/package-sizes.mjs";

export async function size() {
  const entries = [];
  for (const { name, file, absent } of contestants()) entries.push({ name, ...weigh(await bundle(file, absent)) });
  return { entries, package: await sizes() };
}
