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
  const opened = performance.now();
  login.login(credentials).catch(() => {}); // nobody answers
  const { name, startTime } = await firstRequest;
  return { ms: startTime - start, openMs: opened - start, asked: new URL(name).pathname };
}

globalThis.outcome = run();
