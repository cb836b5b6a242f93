/** What the page holds on to when its garbage has been collected. */
export async function meter(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  return async function measure() {
    // Twice, with a turn between: what a finalizer lets go of is collected the second time.
    for (let time = 0; time < 2; time += 1) {
      await cdp.send("HeapProfiler.collectGarbage");
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    }
    const { metrics } = await cdp.send("Performance.getMetrics");
    const metric = (name) => metrics.find((metric) => metric.name === name).value;
    return {
      wasmBytes: await page.evaluate(() => wasmMemory.buffer.byteLength),
      listeners: metric("JSEventListeners"),
      heapBytes: metric("JSHeapUsedSize"),
    };
  };
}
