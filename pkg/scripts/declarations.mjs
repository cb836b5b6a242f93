// The types in dist/: only those of public members, once for each kind of module.
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const ENTRIES = ["index", "slim", "compat", "errors", "react", "vue", "svelte", "angular", "testing"];

/** Removes what no entry leads to, and writes each `.d.ts` as `.d.cts` too: TypeScript takes a `.d.ts` here for a module's. */
export function tidyDeclarations(folder) {
  const reached = new Map();
  ENTRIES.forEach((entry) => reach(join(folder, `${entry}.d.ts`), reached));
  for (const file of readdirSync(folder, { recursive: true })) {
    const path = join(folder, file);
    if (path.endsWith(".d.ts") && !reached.has(path)) rmSync(path);
  }
  for (const [path, text] of reached) {
    writeFileSync(path.replace(/\.ts$/, ".cts"), text.replace(RELATIVE, (_, quote, name) => `${quote}${name}.cjs"`));
  }
}

/** A relative import, of a file whose name ends with .js. */
const RELATIVE = /((?:from|import\()\s*"\.)([^"]+)\.js"/g;

function reach(path, reached) {
  if (reached.has(path)) return;
  const text = readFileSync(path, "utf8");
  reached.set(path, text);
  for (const [, , name] of text.matchAll(RELATIVE)) reach(join(dirname(path), `.${name}.d.ts`), reached);
}
