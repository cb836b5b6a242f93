// The model site inside a browser: this service worker answers the model's paths, and whatever serves the page serves files only.
import { Host, load } from "./model/src/host.js";
import { responseOf } from "./model/src/fetch.js";

const here = new URL("./", import.meta.url);
/** The path under which the folder is served, without a slash at its end. */
const base = here.pathname.slice(0, -1);
/** The demo site, by either prefix, the control door and the sites that it makes. */
const OWN = /^\/(portal|portalvforcesite|__model|s[a-z0-9]{12}|s[a-z0-9]{12}vforcesite)(\/|$)/;

let host;
const ready = () =>
  (host ??= (async () => {
    await load(() => new URL("./model/built/model.wasm", here));
    return new Host({ origin: here.origin + base, frontEnd: [`${base}/`] });
  })());

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(ready());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
// A page sends one now and then: a worker that nobody talks to is stopped, and with it everything that the model knows.
self.addEventListener("message", () => {});

self.addEventListener("fetch", (event) => {
  const { origin, pathname, search } = new URL(event.request.url);
  if (origin !== here.origin || !pathname.startsWith(`${base}/`)) return;
  const path = pathname.slice(base.length);
  if (OWN.test(path)) event.respondWith(answer(event.request, path + search));
});

async function answer(request, target) {
  const model = await ready();
  const body = new Uint8Array(await request.arrayBuffer());
  const { method, url } = request;
  const outcome = await model.exchange({ method, target, headers: [...request.headers].flat(), body });
  return outcome.end === "dropped" ? Response.error() : responseOf(outcome, method, url, false);
}
