/** Bytes of a login page's script. */
import { contestants } from "../lib/contestants.mjs";
import { bundle, together, weigh } from "../lib/weigh.mjs";
import { sizes } from "../lib/package-sizes.mjs";

export async function size() {
  const entries = [];
  for (const { name, file, absent } of contestants()) {
    const { script, chunks } = await bundle(file, absent);
    entries.push({ name, ...weigh(script), ...(chunks.size && { later: together([...chunks.values()].map(weigh)) }) });
  }
  return { entries, package: await sizes() };
}
