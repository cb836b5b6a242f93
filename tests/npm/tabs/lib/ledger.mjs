/** What the tabs and the site have said to each other about tokens, and what became of each session by that. */

import { setTimeout as sleep } from "node:timers/promises";

const ENDPOINT = /\/services\/oauth2\/(token|revoke)$/;
/** A tab that goes may take an answer along that it has only just been given: it was not stored yet. */
const JUST_NOW_MS = 1_000;
/** How Chromium calls a connection that closed without an answer. The model site has done nothing then. */
const NEVER_ARRIVED = /EMPTY_RESPONSE|CONNECTION_(RESET|CLOSED|REFUSED)/;

export class Ledger {
  #entries = [];
  #open = new Map();

  constructor(context) {
    context.on("request", (request) => this.#begin(request));
    context.on("requestfinished", (request) => this.#end(request));
    context.on("requestfailed", (request) => this.#end(request));
  }

  #begin(request) {
    const [, endpoint] = ENDPOINT.exec(request.url()) ?? [];
    if (!endpoint || request.method() !== "POST") return;
    const form = new URLSearchParams(request.postData() ?? "");
    const kind = endpoint === "revoke" ? "revoke" : form.has("refresh_token") ? "refresh" : "login";
    const entry = { kind, token: form.get("refresh_token") ?? form.get("token"), page: request.frame().page() };
    this.#entries.push(entry);
    this.#open.set(request, entry);
  }

  async #end(request) {
    const entry = this.#open.get(request);
    if (!entry) return;
    entry.endedAt = Date.now();
    entry.failure = request.failure()?.errorText;
    const answer = await request.response().catch(() => null);
    entry.status = answer?.status();
    entry.tokens = await answer?.json().catch(() => undefined);
    this.#open.delete(request);
  }

  /**
   * A tab goes away; to be told before and after. What it was doing has an open end: a request of its last moments may arrive
   * although nobody here has seen it leave, and what it had to tidy up may lie.
   */
  cut(page, { isBusy, isReplacing }) {
    const now = Date.now();
    const isOpen = (entry) => entry.page === page && !entry.isOver && (entry.endedAt ?? now) > now - JUST_NOW_MS;
    const touched = this.#entries.filter(isOpen);
    for (const entry of touched) entry.isCut = true;
    for (const entry of this.#entries) if (entry.page === page) entry.isOver = true;
    for (const [request, entry] of this.#open) if (entry.page === page) this.#open.delete(request);
    if (isBusy) this.#entries.push({ kind: "cut" });
    if (isReplacing || touched.some(({ kind }) => kind !== "refresh")) this.excuse();
  }

  /** From here on it may be that nobody tidied up the sessions there have been so far. */
  excuse() {
    this.#entries.push({ kind: "excuse" });
  }

  /** Waits until nothing is under way. */
  async rest() {
    for (const end = Date.now() + 20_000; Date.now() < end; await sleep(50)) {
      if (this.#open.size > 0) continue;
      await sleep(300);
      if (this.#open.size === 0) return;
    }
  }

  /** The last of it: whose token it was by the number of its session, never the token. */
  last(count) {
    const numbers = new Map();
    let sessions = 0;
    const lines = this.#entries.map(({ kind, token, tokens = {}, status, failure, isCut }) => {
      const { access_token, refresh_token } = tokens;
      const number = numbers.get(token) ?? (refresh_token && ++sessions);
      for (const next of [access_token, refresh_token]) if (next) numbers.set(next, number);
      return [kind, number && `session ${number}`, status, failure, isCut && "cut off with its tab"].filter(Boolean).join(", ");
    });
    return lines.slice(-count);
  }

  /** Every session that has been, and what must not have happened to one. */
  judge() {
    const sessions = new Set();
    const sessionOf = new Map();
    const uses = new Map();
    const wrong = [];
    const know = (session, { refresh_token, access_token } = {}) => {
      if (refresh_token) session.latest = refresh_token;
      for (const token of [refresh_token, access_token]) if (token) sessionOf.set(token, session);
    };
    for (const entry of this.#entries) {
      const session = sessionOf.get(entry.token);
      if (entry.kind === "excuse") {
        for (const session of sessions) session.isLeft = true;
      } else if (entry.kind === "cut") {
        for (const session of sessions) session.isLost = true;
      } else if (entry.kind === "login" && entry.tokens?.refresh_token) {
        const begun = { isLeft: entry.isCut };
        sessions.add(begun);
        know(begun, entry.tokens);
      } else if (entry.kind === "revoke" && session) {
        session.isRevoked = true;
      } else if (entry.kind === "refresh" && session) {
        const isAccepted = Boolean(entry.tokens?.access_token);
        // An answer that broke off was an answer: the token it took is spent, and nobody has the next one.
        const isBroken = entry.failure !== undefined && (entry.status === 200 || !NEVER_ARRIVED.test(entry.failure));
        session.isLost ||= entry.isCut || isBroken;
        if (isAccepted) know(session, entry.tokens);
        // Seen here, but the tab may have gone before it could store it: then the site honours what nobody has.
        if (isAccepted && entry.isCut) session.wentWithTab = session.latest;
        const use = uses.get(entry.token) ?? { session, accepted: 0, refused: 0 };
        uses.set(entry.token, use);
        use.accepted += isAccepted;
        use.refused += entry.status === 400;
      }
    }
    for (const { session, accepted, refused } of uses.values()) {
      if (session.isLost || session.isRevoked) continue;
      if (accepted + refused > 1 && accepted > 0) wrong.push("a refresh token was used twice");
      else if (refused > 0) wrong.push("the site refused a refresh token that nobody had used, revoked or lost");
    }
    const refreshes = [...uses.values()].reduce((sum, { accepted }) => sum + accepted, 0);
    return { sessions: [...sessions], wrong, refreshes };
  }
}
