/** "On the wire": each journey with its requests, in the order in which they were made. The newest journey is on top. */

import { byId, fillFacts, make } from "./dom.js";

/**
 * @typedef {object} Seen  A request, with nothing secret in it.
 * @property {string} method  Empty where it is not known.
 * @property {string} path  Without the site's address and without the query.
 * @property {number} status  0 where there was no answer, or it is not known.
 * @property {[string, string][]} details
 */

/** @typedef {{ note: string, read: () => Promise<Seen[]> }} Source  `read` gives what is new since it was last called. */

/** Enough for a look back, few enough to read. */
const KEPT = 12;
const PAUSE_MS = 250;
/** A token that was replaced is revoked in the background, after the journey. */
const AFTERWARDS_MS = [150, 700];

/** @param {Source} source */
export function createWireLog(source) {
  const list = byId("wire");
  byId("wire-note").textContent = source.note;
  /** @type {HTMLElement[]} journeys that are under way */
  const open = [];
  let reading = Promise.resolve();

  /** One reading after the other: two at once would show a request twice, or in the wrong order. */
  function read() {
    reading = reading.then(async () => {
      const seen = await source.read();
      const journey = open.at(-1) ?? /** @type {HTMLElement | null} */ (list.firstElementChild);
      journey?.querySelector("ol")?.append(...seen.map(row));
    });
    return reading;
  }

  return {
    /**
     * Shows the requests of one call of the SDK.
     * @template T
     * @param {string} call  its name
     * @param {() => Promise<T>} run
     * @returns {Promise<T>}
     */
    async during(call, run) {
      await read();
      const journey = make("li", {}, make("h3", {}, call), make("ol", { "aria-label": `Requests of ${call}` }));
      list.prepend(journey);
      while (list.children.length > KEPT) list.lastElementChild?.remove();
      open.push(journey);
      const timer = setInterval(read, PAUSE_MS);
      try {
        return await run();
      } finally {
        clearInterval(timer);
        read().then(() => open.splice(open.indexOf(journey), 1));
        for (const ms of AFTERWARDS_MS) setTimeout(read, ms);
      }
    },
  };
}

/** @param {Seen} seen */
function row({ method, path, status, details }) {
  const outcome = make("span", { class: status >= 400 ? "status bad" : "status" }, status ? String(status) : "–");
  // Where a path must break on a phone, it breaks at a slash.
  const parts = path.split(/(?<=\/)/).flatMap((part) => [part, make("wbr", {})]);
  const line = [make("span", { class: "method" }, method), make("span", { class: "path" }, ...parts), outcome];
  if (!details.length) return make("li", { class: "call" }, ...line);

  const facts = make("dl", { class: "facts" });
  fillFacts(facts, details);
  return make("li", {}, make("details", {}, make("summary", { class: "call" }, ...line), facts));
}
