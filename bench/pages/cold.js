// From asking for the entry's script to the first request that leaves for the site. The request's own record says when
// it was sent: `startTime` is before its preflight.
const { entry, config, credentials } = JSON.parse(new URLSearchParams(location.search).get("run"));

const firstRequest = new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const request = list.getEntries().find(({ name }) => name.startsWith(config.siteUrl));
    if (request) resolve(request);
  }).observe({ type: "resource" });
});

async function run() {
  const start = performance.now();
  const { open } = await import(entry);
  const login = await open(config, () => {});
  login.login(credentials).catch(() => {}); // nobody answers
  const { name, startTime } = await firstRequest;
  const [script] = performance.getEntriesByName(new URL(entry, location.href).href);
  return { ms: startTime - start, asked: new URL(name).pathname, isCached: script.transferSize === 0 };
}

globalThis.outcome = run();
