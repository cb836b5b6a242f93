/** What is shown to a person who is signed in: a greeting, the session's facts, the way out. */

import { byId, fillFacts, idText, isBusy, make, setBusy } from "./dom.js";

/** @typedef {import("../pkg/index.js").Session} Session */

const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const KINDS = { user: "Customer, signed in by name", guest: "Guest, without a name" };
const TOKENS = { jwt: "JWT", opaque: "Opaque" };

/**
 * @param {{ signOut: () => Promise<void>, onEnd: () => void }} actions  `onEnd` is called when the token's time is up.
 */
export function createSessionCard({ signOut, onEnd }) {
  const button = byId("sign-out");
  let stopCounting = () => {};

  button.addEventListener("click", async () => {
    if (isBusy(button)) return;
    setBusy(button, true, "Signing out…");
    await signOut().finally(() => setBusy(button, false, "Sign out"));
  });

  /** @param {Session} session */
  function update(session) {
    stopCounting();
    fillFacts(byId("session-facts"), factsOf(session));

    if (session.expiresAt === undefined) return;
    const left = make("span", { class: "left", role: "timer" });
    byId("session-facts").lastElementChild?.append(" ", left);
    stopCounting = countDown(left, session, onEnd);
  }

  return {
    /**
     * @param {Session} session
     * @param {Record<string, unknown> | undefined} profile  The answer of `userInfo()`, if there was one.
     */
    show(session, profile) {
      const name = text(profile?.given_name) ?? text(profile?.name);
      byId("welcome-title").textContent = name ? `Good to see you, ${name}` : "Good to see you";
      byId("welcome-lead").textContent = text(profile?.email) ?? "You are signed in.";
      update(session);
    },

    update,

    clear() {
      stopCounting();
      byId("session-facts").replaceChildren();
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
 * Counts down to the end of the token. Both times are the server's, and this device's clock may be hours off: so the
 * token's lifetime is measured from now on, the moment it arrived.
 * @param {HTMLElement} target  @param {Session} session  @param {() => void} onEnd  @returns {() => void} stops it
 */
function countDown(target, session, onEnd) {
  const end = Date.now() + (session.expiresAt ?? 0) - session.issuedAt;
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

/** Userinfo is the server's word: take what is text, ignore the rest. @param {unknown} value */
function text(value) {
  return typeof value === "string" && value.trim() ? value : undefined;
}
