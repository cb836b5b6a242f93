import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a browser may load. */
const LOADED = /\.(js|wasm)$/;

/** Writes integrity.json: for each file that a page may load from the folder, what it says in `integrity` (W3C SRI). */
export function writeIntegrity(folder) {
  const files = readdirSync(folder).filter((name) => LOADED.test(name)).sort();
  const digest = (name) => createHash("sha384").update(readFileSync(join(folder, name))).digest("base64");
  const table = Object.fromEntries(files.map((name) => [name, `sha384-${digest(name)}`]));
  writeFileSync(join(folder, "integrity.json"), `${JSON.stringify(table, null, 2)}\n`);
}
