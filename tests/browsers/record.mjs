/**
 * A reporter of `node --test`: what the run of a file in the browser `BROWSER`, of version `VERSION`, has told, as JSON.
 */

/** The tests in `tests/npm/tabs` tell it one by one. */
const LOST = /\bsessions lost (\d+)/;

export default async function* record(events) {
  const seen = { passed: 0, failed: [], skipped: [], lost: 0 };
  for await (const { type, data } of events) {
    if (type === "test:diagnostic") seen.lost += Number(LOST.exec(data.message)?.[1] ?? 0);
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (type === "test:fail") seen.failed.push(data.name);
    else if (data.skip === undefined) seen.passed += 1;
    else seen.skipped.push([data.name, data.skip]);
  }
  const { BROWSER: engine, VERSION: version } = process.env;
  const told = { engine, version, date: new Date().toISOString().slice(0, 10), ...seen };
  yield `${JSON.stringify(told, null, 1)}\n`;
}
