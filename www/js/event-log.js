/** The SDK's events and refusals, newest first. None carries a secret, so all may be shown. */

import { byId, make } from "./dom.js";

/** @typedef {import("../pkg/index.js").SessionEvent} SessionEvent */

const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: "medium", hourCycle: "h23" });

/** Enough for a look back, few enough to read. */
const KEPT = 8;

const MEANINGS = {
  "signed-in": "Authorize, echo and token went through. The session is kept.",
  guest: "A visitor without a name has a session, and with it an id.",
  refreshed: "The token was renewed.",
  expired: "The session ended and cannot be renewed.",
  "signed-out": "The session is forgotten here. Its token is revoked in the background.",
  "storage-failed": "The session could not be stored and lives in memory only.",
};

export function createEventLog() {
  const list = byId("log");

  /** @param {string} title  @param {string} meaning  @param {string} kind */
  function add(title, meaning, kind) {
    list.querySelector(".empty")?.remove();
    const when = make("span", { class: "when" }, CLOCK.format(new Date()));
    list.prepend(make("li", { class: kind }, when, make("b", {}, title), make("p", {}, meaning)));
    while (list.children.length > KEPT) list.lastElementChild?.remove();
  }

  return {
    /** @param {SessionEvent} event */
    event({ type, fromOtherTab }) {
      add(type, (MEANINGS[type] ?? "") + (fromOtherTab ? " It happened in another tab." : ""), "good");
    },

    /** Something that is no event of the SDK and worth a line. @param {string} title  @param {string} meaning */
    note(title, meaning) {
      add(title, meaning, "good");
    },

    /** @param {string} call  @param {any} error */
    refusal(call, error) {
      const step = error?.step ? ` at step ${error.step}` : "";
      const status = error?.status ? `, HTTP ${error.status}` : "";
      add(error?.code ?? "error", `${call} was rejected${step}${status}.`, "bad");
    },
  };
}
