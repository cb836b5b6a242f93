/** What arrived at a site, and who is signed in. */

import { button, byId, fillFacts, ifNew, make, press, tell } from "./dom.js";

/** @param {() => ReturnType<typeof import("./door.js").doorOf>} door  @param {() => Promise<void>} refresh */
export function createJournal(door, refresh) {
  const list = byId("requests");
  /** The requests that are shown, the oldest first, as text; the newest is on top in the page. */
  let shown = [];

  press("requests-clear", async () => {
    await door().forgetRequests();
    byId("requests-title").focus();
    await refresh();
    tell("The request log is empty.");
  });

  function showRequests(requests, count, prefix) {
    const texts = requests.map((request) => JSON.stringify(request));
    // What is known stays in the page, so that a request that somebody unfolded stays open.
    let gone = 0;
    while (gone < shown.length && !shown.slice(gone).every((text, index) => text === texts[index])) gone += 1;
    for (let left = gone; left > 0; left -= 1) list.lastElementChild?.remove();
    const known = shown.length - gone;
    if (known === 0) list.replaceChildren();
    for (const request of requests.slice(known)) list.prepend(requestRow(request, prefix));
    shown = texts;
    if (shown.length === 0) list.replaceChildren(make("li", { class: "empty" }, "No request arrived yet."));
    byId("requests-clear").hidden = shown.length === 0;
    byId("requests-count").textContent = count > shown.length ? `The newest ${shown.length} of ${count}, the last on top.` : "The last on top. Secrets are masked.";
  }

  const showSessions = ifNew((sessions, users) => {
    const rows = sessions.toReversed().map((session) => {
      const who = session.username ?? users.find(({ id }) => id === session.userId)?.username ?? "A guest";
      const press = async () => {
        await door().revoke(session.id).catch(() => {}); // it may have ended meanwhile
        await refresh();
        byId("sessions-title").focus();
        tell(`The OAuth session of ${who} is revoked.`);
      };
      const facts = `${session.scopes.length} scopes, ${timed(session.createdAt)}, last used ${timed(session.lastUsedAt)}`;
      return make(
        "li",
        {},
        make("p", {}, make("b", {}, who), make("span", { class: "note" }, facts)),
        button("Revoke", { "aria-label": `Revoke the session of ${who}` }, press),
      );
    });
    byId("sessions").replaceChildren(...(rows.length ? rows : [make("li", { class: "empty" }, "Nobody is signed in.")]));
  });

  return {
    show({ requests, requestCount, sessions, users, siteUrl }) {
      showRequests(requests, requestCount, new URL(siteUrl).pathname);
      showSessions(sessions, users);
    },

    forget() {
      shown = [];
      list.replaceChildren();
    },
  };
}

const CLOCK = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const timed = (ms) => CLOCK.format(ms);

function requestRow({ method, path, query, headers, form, json, status }, prefix) {
  const answered = status === 0 ? "dropped" : String(status);
  const facts = make("dl", { class: "facts" });
  const parts = { "": headers, "?": query, form, json };
  const rows = Object.entries(parts).flatMap(([kind, part]) =>
    Object.entries(part ?? {}).map(([name, value]) => [kind ? `${kind} ${name}` : name, typeof value === "string" ? value : JSON.stringify(value)]),
  );
  fillFacts(facts, rows);
  return make(
    "li",
    {},
    make(
      "details",
      {},
      make(
        "summary",
        { class: "call" },
        make("span", { class: "method" }, method),
        make("span", { class: "path" }, path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path),
        make("span", { class: status === 0 || status >= 400 ? "status bad" : "status" }, answered),
      ),
      facts,
    ),
  );
}
