/** What a page holds on to when its garbage has been collected: object by object, so that a leak has a name. */

/**
 * What the engine and the browser keep for themselves: code and the shapes of objects, timings of requests and of long tasks, and
 * the lists that DevTools reads.
 */
const OWN_TYPES = ["code", "hidden", "object shape", "synthetic"];
const TIMINGS = "Performance|TaskAttribution|blink::(Performance|ScriptTimingInfo|ThirdPartyScriptDetector)";
const LISTS = "blink::(NetworkResourcesData|ConsoleMessage|SourceLocation|Heap\\w+Backing)";
const OWN_NAMES = new RegExp(`^(system /|NativeContext$|${TIMINGS}|${LISTS})`);
const STRINGS = /string$/;

/** Begins to watch a page: what is answered says what it holds on to at that time. */
export async function meter(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  // DevTools makes a context for itself, of 35 kB, when the first request of a page fails: one does here, by its port.
  await page.evaluate(() => fetch("http://127.0.0.1:1").catch(() => "as expected"));
  return async function measure() {
    // Twice, with a turn between: what a finalizer lets go of is collected the second time.
    for (let time = 0; time < 2; time += 1) {
      await cdp.send("HeapProfiler.collectGarbage");
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    }
    const { metrics } = await cdp.send("Performance.getMetrics");
    const classes = classesOf(await snapshot(cdp));
    return {
      coreBytes: await page.evaluate(() => coreMemory.byteLength),
      listeners: metrics.find(({ name }) => name === "JSEventListeners").value,
      heapBytes: [...classes.values()].reduce((sum, { bytes }) => sum + bytes, 0),
      classes,
    };
  };
}

/** How much more a page holds on to than it did, and what most of that is. */
export function growth(before, after) {
  const [coreBytes, listeners, heapBytes] = ["coreBytes", "listeners", "heapBytes"].map((key) => after[key] - before[key]);
  const grown = [...after.classes].map(([name, { count, bytes }]) => {
    const old = before.classes.get(name) ?? { count: 0, bytes: 0 };
    return { name, more: count - old.count, bytes: bytes - old.bytes };
  });
  const most = grown.sort((one, other) => other.bytes - one.bytes).slice(0, 5).filter(({ bytes }) => bytes > 0);
  const text = most.map(({ name, more, bytes }) => `${more} ${name} (${bytes} bytes)`).join(", ") || "nothing";
  return { coreBytes, listeners, heapBytes, text: `core ${coreBytes}, listeners ${listeners}, heap ${heapBytes}: ${text}` };
}

/** A heap snapshot, which begins with a collection. */
async function snapshot(cdp) {
  const chunks = [];
  const collect = ({ chunk }) => chunks.push(chunk);
  cdp.on("HeapProfiler.addHeapSnapshotChunk", collect);
  await cdp.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  cdp.off("HeapProfiler.addHeapSnapshotChunk", collect);
  return JSON.parse(chunks.join(""));
}

/** How many objects of each class there are, and how big they are together. */
function classesOf({ snapshot: { meta }, nodes, strings }) {
  const width = meta.node_fields.length;
  const [type, name, size] = ["type", "name", "self_size"].map((field) => meta.node_fields.indexOf(field));
  const classes = new Map();
  for (let node = 0; node < nodes.length; node += width) {
    const typeName = meta.node_types[type][nodes[node + type]];
    const className = strings[nodes[node + name]];
    if (OWN_TYPES.includes(typeName) || OWN_NAMES.test(className)) continue;
    const key = STRINGS.test(typeName) ? "string" : `${typeName} ${className.slice(0, 60)}`.trim();
    const seen = classes.get(key) ?? { count: 0, bytes: 0 };
    classes.set(key, { count: seen.count + 1, bytes: seen.bytes + nodes[node + size] });
  }
  return classes;
}
