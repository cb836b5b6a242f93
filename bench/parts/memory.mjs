/** What many logins in one page leave behind. */
import { withBrowser } from "../lib/chromium.mjs";
import { NAMES, openClients } from "../lib/clients.mjs";

const WARM_UP = 20;

export async function memory({ quick }) {
  const logins = quick ? 100 : 1_000;
  const result = { logins };
  // A page each: what is left in it is one client's alone.
  for (const name of NAMES) {
    result[name] = await withBrowser(async (browser) => {
      const { page } = await openClients(browser, [name]);
      const devtools = await page.context().newCDPSession(page);
      const look = () => weighed(page, devtools);
      const opened = await look();
      await page.evaluate(repeat, { name, times: WARM_UP });
      const before = await look();
      await page.evaluate(repeat, { name, times: logins });
      return { opened, before, after: await look() };
    });
  }
  return result;
}

/** Logins one over the other, as a page that never reloads makes them. */
async function repeat({ name, times }) {
  for (let i = 0; i < times; i++) await clients[name].login();
  performance.clearResourceTimings(); // the browser's own record of each request
}

async function weighed(page, devtools) {
  for (let i = 0; i < 3; i++) await devtools.send("HeapProfiler.collectGarbage"); // finalisers free more for the next
  const { usedSize, backingStorageSize } = await devtools.send("Runtime.getHeapUsage");
  const { wasm, total } = await page.evaluate(async () => ({
    wasm: globalThis.coreMemory?.byteLength ?? 0,
    total: (await performance.measureUserAgentSpecificMemory()).bytes,
  }));
  return { heap: usedSize, buffers: backingStorageSize, wasm, page: total };
}
