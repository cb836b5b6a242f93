/** Where the requests of "On the wire" come from: the model site's own log, or what the browser tells about itself. */

/** @typedef {import("./wire.js").Seen} Seen */
/** @typedef {import("./wire.js").Source} Source */

/**
 * @typedef {object} Logged  An entry of the model's log, secrets masked already.
 * @property {string} method
 * @property {string} path
 * @property {number} status
 * @property {Record<string, string>} query
 * @property {Record<string, string>} headers
 * @property {Record<string, string>} [form]
 * @property {Record<string, unknown>} [json]
 */

/** The headers that a headless flow is made of; the rest is the browser's. */
const TELLING = [
  "access-control-request-method",
  "access-control-request-headers",
  "auth-request-type",
  "auth-verification-type",
  "authorization",
  "uvid-hint",
  "content-type",
];

/** @param {string} siteUrl  @param {string | undefined} modelDoor  @returns {Promise<Source>} */
export async function requestSource(siteUrl, modelDoor) {
  return modelDoor ? modelLog(siteUrl, modelDoor) : resourceTiming(siteUrl);
}

/** @param {string} siteUrl  @param {string} modelDoor  @returns {Promise<Source>} */
async function modelLog(siteUrl, modelDoor) {
  const prefix = new URL(siteUrl).pathname;
  const fetchLog = async () => {
    const answer = await fetch(`${modelDoor}/requests`).catch(() => undefined);
    /** @type {Logged[]} */
    const log = answer?.ok ? await answer.json().catch(() => []) : [];
    return log;
  };
  let before = (await fetchLog()).map((entry) => JSON.stringify(entry));

  return {
    note: "As the model site logged it, preflights included. Secrets are masked there, before anything is kept.",
    async read() {
      const log = await fetchLog();
      const now = log.map((entry) => JSON.stringify(entry));
      const fresh = log.slice(overlap(before, now));
      before = now;
      return fresh.map((entry) => fromLog(entry, prefix));
    },
  };
}

/**
 * How many entries at the beginning of `now` were in `before`. The log forgets its oldest entries, and tests empty it: so
 * what is looked for is the place where the end of the old list lies in the new one.
 * @param {string[]} before  @param {string[]} now
 */
function overlap(before, now) {
  for (let dropped = 0; dropped < before.length; dropped++) {
    const rest = before.length - dropped;
    if (rest <= now.length && before[dropped] === now[0] && before[before.length - 1] === now[rest - 1]) return rest;
  }
  return 0;
}

/** @param {Logged} entry  @param {string} prefix  @returns {Seen} */
function fromLog({ method, path, status, query, headers, form, json }, prefix) {
  const telling = Object.entries(headers).filter(([name]) => TELLING.includes(name));
  const details = [...Object.entries(query), ...telling, ...Object.entries(form ?? {}), ...flat(json ?? {})];
  return {
    method,
    path: path.startsWith(prefix) ? path.slice(prefix.length) : path,
    status,
    details: details.map(([name, value]) => [name, String(value)]),
  };
}

/** `{ a: { b: 1 } }` → `["a.b", 1]`. @param {Record<string, unknown>} object  @returns {[string, unknown][]} */
function flat(object) {
  return Object.entries(object).flatMap(([name, value]) => {
    if (!value || typeof value !== "object") return [/** @type {[string, unknown]} */ ([name, value])];
    const inner = flat(/** @type {Record<string, unknown>} */ (value));
    return inner.map(([key, value]) => /** @type {[string, unknown]} */ ([`${name}.${key}`, value]));
  });
}

/**
 * A browser tells a page which addresses it fetched, without method, headers and preflights. The query is left out here:
 * the echo's holds a code.
 * @param {string} siteUrl  @returns {Source}
 */
function resourceTiming(siteUrl) {
  /** @type {Seen[]} */
  let fresh = [];
  const keep = (/** @type {PerformanceEntryList} */ entries) => {
    for (const entry of /** @type {PerformanceResourceTiming[]} */ (entries)) {
      if (!entry.name.startsWith(`${siteUrl}/`)) continue;
      const { origin, pathname } = new URL(entry.name);
      const path = `${origin}${pathname}`.slice(siteUrl.length);
      const took = `${Math.round(entry.duration)} ms`;
      fresh.push({ method: "", path, status: entry.responseStatus ?? 0, details: [["Took", took]] });
    }
  };
  const observer = new PerformanceObserver((list) => keep(list.getEntries()));
  observer.observe({ type: "resource" });

  return {
    note: "As this browser tells it: no method, no headers, no preflights. The model site would show all of them.",
    async read() {
      keep(observer.takeRecords());
      const seen = fresh;
      fresh = [];
      return seen;
    },
  };
}
