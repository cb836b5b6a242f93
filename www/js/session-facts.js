/** The session as a developer sees it: its facts, and how long its token still lives. */

import { byId, fillFacts, idText, make } from "./dom.js";

/** @typedef {import("../pkg/index.js").Session} Session */

const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const KINDS = { user: "Customer, signed in by name", guest: "Guest, without a name" };
const TOKENS = { jwt: "JWT", opaque: "Opaque" };

/** @param {() => void} onEnd  Called when the token's time is up. */
export function createSessionFacts(onEnd) {
  const list = byId("session-facts");
  let stopCounting = () => {};

  return {
    /**
     * @param {Session | null} session
     * @param {{ isRestored?: boolean }} [options]  Whether the session is from before this page was loaded.
     */
    show(session, { isRestored = false } = {}) {
      stopCounting();
      list.removeAttribute("aria-busy");
      fillFacts(list, session ? factsOf(session) : [["Kind", "Nobody: there is no session"]]);
      if (session?.expiresAt === undefined) return;
      const left = make("span", { class: "left", role: "timer" });
      list.lastElementChild?.append(" ", left);
      stopCounting = countDown(left, isRestored ? session.expiresAt : endOf(session), onEnd);
    },
  };
}

/** @param {Session} session  @returns {[string, Node | string][]} */
function factsOf(session) {
  /** @type {[string, Node | string | undefined][]} */
  const facts = [
    ["Kind", KINDS[session.kind]],
    ["User", session.userId && idText(session.userId)],
    ["Visitor", session.uvid && idText(session.uvid)],
    ["Organisation", session.organizationId && idText(session.organizationId)],
    ["Scopes", make("ul", { class: "scopes" }, ...session.scopes.map((scope) => make("li", {}, scope)))],
    ["Token", TOKENS[session.tokenFormat]],
    ["Issued", clock(session.issuedAt)],
    ["Expires", session.expiresAt === undefined ? "The site does not say" : clock(session.expiresAt)],
  ];
  return /** @type {[string, Node | string][]} */ (facts.filter(([, fact]) => fact));
}

/**
 * When a token ends that has arrived just now. The session's times are the server's, and this device's clock may be hours
 * off: so the token's lifetime is measured from now on. @param {Session} session
 */
function endOf({ expiresAt = 0, issuedAt }) {
  return Date.now() + expiresAt - issuedAt;
}

/**
 * @param {HTMLElement} target  @param {number} end  in ms since 1970, by this device's clock
 * @param {() => void} onEnd  @returns {() => void} stops it
 */
function countDown(target, end, onEnd) {
  const tick = () => {
    const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
    target.textContent = seconds > 0 ? `in ${duration(seconds)}` : "ended";
    target.classList.toggle("ended", seconds === 0);
    if (seconds > 0) return;
    clearInterval(timer);
    onEnd();
  };
  const timer = setInterval(tick, 1000);
  tick();
  return () => clearInterval(timer);
}

/** `1:02:03`, `29:59`. @param {number} seconds */
function duration(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** @param {number} ms  since 1970 */
function clock(ms) {
  const moment = new Date(ms);
  return make("time", { datetime: moment.toISOString() }, CLOCK.format(moment));
}
