/**
 * node told.mjs <folder> <file>: what `record.mjs` has left in the folder, a file for each browser, as one list in the file and a
 * line for each on the screen.
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, file] = process.argv.slice(2);
const told = readdirSync(folder)
  .sort()
  .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));

writeFileSync(file, `${JSON.stringify(told, null, 1)}\n`);
for (const { engine, version, files, passed, failed, skipped, lost, minutes } of told) {
  console.log(
    `${engine} ${version}: ${files} files, ${passed} passed, ${failed.length} failed, ${skipped.length} skipped, ` +
      `${lost} sessions lost, ${minutes} minutes`,
  );
}
