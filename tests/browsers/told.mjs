/**
 * node told.mjs <folder> <file>: what `record.mjs` has left of each browser's files in the folder, and how many minutes they took,
 * as one list in the file and a line for each browser on the screen.
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, file] = process.argv.slice(2);
const read = (...path) => JSON.parse(readFileSync(join(folder, ...path), "utf8"));
const told = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .sort()
  .map((name) => {
    const engine = name.replace(".json", "");
    const records = readdirSync(join(folder, engine)).map((file) => read(engine, file));
    const sum = (key) => records.reduce((sum, record) => sum + record[key], 0);
    const all = (key) => records.flatMap((record) => record[key]);
    const { version, date } = records[0];
    const counts = { passed: sum("passed"), failed: all("failed"), skipped: all("skipped"), lost: sum("lost") };
    return { engine, version, date, files: records.length, ...counts, ...read(name) };
  });

writeFileSync(file, `${JSON.stringify(told, null, 1)}\n`);
for (const { engine, version, files, passed, failed, skipped, lost, minutes } of told) {
  console.log(
    `${engine} ${version}: ${files} files, ${passed} passed, ${failed.length} failed, ${skipped.length} skipped, ` +
      `${lost} sessions lost, ${minutes} minutes`,
  );
}
