/** Many random journeys in many tabs, with trouble on every hop, and what must hold whenever all has come to rest. */

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { JOURNEYS, prepareCalls, REPLACING } from "./calls.mjs";
import { KILLS } from "./harm.mjs";
import { Ledger } from "./ledger.mjs";
import { growth, meter } from "./meter.mjs";
import { LATEST_MS, plan } from "./plan.mjs";
import { makeSiteOfTwo, Tabs } from "./tabs.mjs";

const TABS = 3;
const ROUND = 25;
const SHOWN = 40;
const MOST_AT_ONCE = 8;
const WARM_UP_ROUNDS = 5;
/**
 * What may come and go without being a leak: one page of the wasm's allocator, and what a session and its events make of a heap.
 * In ten minutes the first tab makes 1,500 calls: a leak of 200 bytes a call comes to 300 kB.
 */
const CORE_BYTES = 65_536;
const HEAP_BYTES = 30_000;
/** Of the client. */
const TIMEOUT_MS = 4_000;
/** What a loaded machine may need on top, before a call counts as one that hangs. */
const SLACK_MS = 8_000;
const HANG_MS = 30_000;

/** What a call may fail with. Every other code would be somebody's mistake, and none is made here. */
const EXPECTED = [
  "done", "network", "timeout", "aborted", "server_error", "rate_limited", "unexpected_response", "not_headless",
  "no_session", "session_expired", "invalid_otp", "otp_attempts_exceeded",
];
/** What is told of in the end, by what happens. */
const COUNTED = {
  fault: "faults", open: "tabs opened", reload: "tabs reloaded", close: "tabs killed", crash: "tabs killed",
  expiry: "clock steps", time: "clock steps", skew: "clock steps",
};
/** What Chromium itself says about a request that failed. */
const NETWORK = /^(Failed to load resource|Access to fetch at)/;

/**
 * Soaks for so long, and rejects with what went wrong first, the seed and what happened last.
 *
 * @param {object} options
 * @param {number} options.seed
 * @param {number} options.seconds
 * @param {(() => void)[]} [options.scripts] run in each page before the app
 * @param {boolean} [options.isHarmless] no tab is cut off, and no memory is measured: for a driver that can do neither
 */
export async function soak({ seed, seconds, scripts = [], isHarmless = false }) {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 0, { timeoutMs: TIMEOUT_MS }, [prepareCalls, ...scripts]);
  const run = new Run(site, tabs, isHarmless);
  try {
    return await run.until(plan(seed, TABS, { isHarmless }), Date.now() + seconds * 1_000);
  } catch (error) {
    const last = run.happened.slice(-SHOWN).map((line) => `  ${line}`);
    const wire = run.ledger.last(SHOWN).map((line) => `  ${line}`);
    const story = `what happened last:\n${last.join("\n")}\nand went over the wire:\n${wire.join("\n")}`;
    throw new Error(`${error.message}\nseed ${seed}; ${story}`, { cause: error });
  } finally {
    await tabs.close();
  }
}

class Run {
  happened = [];
  #wrong = [];
  #pages = new Map();
  #calls = new Map();
  /** Whether a request of a tab that is gone may still be under way. */
  #isLate = false;
  #figures = { happenings: 0, calls: 0, "of them in the tab that is measured": 0, rounds: 0 };

  constructor(site, tabs, isHarmless) {
    Object.assign(this, { site, tabs, isHarmless, ledger: new Ledger(tabs.context) });
  }

  async until(happenings, end) {
    for (let tab = 0; tab < TABS; tab += 1) await this.#open(tab);
    const measure = this.isHarmless ? undefined : await meter(this.#pages.get(0));
    let before;
    while (Date.now() < end || this.#figures.rounds <= WARM_UP_ROUNDS) {
      for (let count = 0; count < ROUND; count += 1) {
        const { value } = happenings.next();
        await this.#within(this.#happen(value), value.what);
      }
      await this.#rest();
      if (++this.#figures.rounds === WARM_UP_ROUNDS) before = await measure?.();
    }
    const { sessions, refreshes } = this.ledger.judge();
    const figures = { ...this.#figures, sessions: sessions.length, refreshes };
    if (!measure) return figures;
    const { coreBytes, listeners, heapBytes, text } = growth(before, await measure());
    const isFlat = coreBytes <= CORE_BYTES && heapBytes <= HEAP_BYTES && listeners === 0;
    assert.ok(isFlat, `the first tab's memory has grown: ${text}`);
    return { ...figures, "memory grown by": text };
  }

  async #happen({ what, tab, pauseMs, person = 0, username, fault, seconds }) {
    const note = `${++this.#figures.happenings}. ${what}${tab === undefined ? "" : ` in tab ${tab}`}`;
    this.#count(what);
    this.happened.push([note, fault && JSON.stringify(fault), seconds].filter((part) => part !== undefined).join(" "));
    switch (what) {
      case "open":
        await this.#open(tab);
        break;
      case "reload":
        await this.#cut(tab, (page) => this.tabs.reload(page));
        break;
      case "close":
      case "crash":
        await this.#cut(tab, KILLS[what === "close" ? "closed" : "crashed"]);
        this.tabs.pages = this.tabs.pages.filter((page) => page !== this.#pages.get(tab));
        this.#pages.delete(tab);
        break;
      case "fault":
        await this.site.faults(fault);
        break;
      case "time":
        await this.#advance(seconds);
        break;
      case "skew":
        await this.tabs.moveClock(seconds);
        break;
      case "expiry":
      case "everyone":
        if (seconds) await this.#advance(seconds);
        for (const tab of this.#pages.keys()) this.#call(`${note} ${tab}`, "token", tab);
        break;
      default:
        this.#call(note, what, tab, { ...this.site.users[person], ...(username && { username }) });
    }
    while (this.#calls.size >= MOST_AT_ONCE) await this.#within(Promise.race(this.#calls.keys()), "a journey");
    await sleep(pauseMs);
  }

  #count(what) {
    const figure = COUNTED[what];
    if (figure) this.#figures[figure] = (this.#figures[figure] ?? 0) + 1;
  }

  /** Begins a journey, which goes on beside what happens next. */
  #call(note, what, tab, { username, password } = {}) {
    const page = this.#pages.get(tab);
    const state = { note, what, tab, isCut: false };
    const call = async (name, args) => {
      const { started, outcome, detail, ms } = await page.evaluate(([name, args]) => callOf(name, args), [name, args]);
      this.#figures.calls += 1;
      if (tab === 0) this.#figures["of them in the tab that is measured"] += 1;
      this.happened.push(`${note} ${name}: ${detail ?? outcome} after ${ms} ms`);
      if (!EXPECTED.includes(outcome)) this.#wrong.push(`${note} ${name} failed with ${outcome}`);
      if (ms > TIMEOUT_MS + SLACK_MS) this.#wrong.push(`${note} ${name} took ${ms} ms`);
      return { started };
    };
    // Which of two that overlap is the last is nobody's to say, nor whether the other one knew of a session to revoke.
    const overlaps = REPLACING.includes(what) && [...this.#calls.values()].some((other) => REPLACING.includes(other.what));
    if (overlaps) this.ledger.excuse();
    const running = JOURNEYS[what](call, this.site, { username, password })
      .catch((error) => state.isCut || this.#wrong.push(`${note}: ${error.message}`))
      .finally(() => this.#calls.delete(running));
    this.#calls.set(running, state);
  }

  /** `userInfo` bears with one token that runs out on its way, and not with one after the other. */
  async #advance(seconds) {
    const asking = [...this.#calls].filter(([, { what }]) => what === "userInfo").map(([running]) => running);
    await this.#within(Promise.all(asking), "userInfo");
    await this.tabs.advance(seconds);
  }

  async #open(tab) {
    const page = await this.tabs.add();
    this.#pages.set(tab, page);
    page.on("pageerror", (error) => this.#wrong.push(`tab ${tab}: uncaught ${error.name}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !NETWORK.test(message.text())) this.#wrong.push(`tab ${tab} says: ${message.text()}`);
    });
  }

  /** Does something to a tab that ends whatever it was at. */
  async #cut(tab, harm) {
    const page = this.#pages.get(tab);
    const calls = [...this.#calls.values()].filter((call) => call.tab === tab);
    for (const call of calls) call.isCut = true;
    const state = { isBusy: calls.length > 0, isReplacing: calls.some(({ what }) => REPLACING.includes(what)) };
    this.#isLate ||= state.isBusy;
    this.ledger.cut(page, state);
    await harm(page);
    this.ledger.cut(page, state);
  }

  /** Waits for something, but not for ever. */
  async #within(work, what) {
    const stop = new AbortController();
    const late = sleep(HANG_MS, "late", { signal: stop.signal }).catch(() => {});
    const outcome = await Promise.race([work, late]);
    stop.abort();
    if (outcome !== "late") return outcome;
    const open = [...this.#calls.values()].map(({ note }) => note);
    throw new Error(`${what} hangs; the calls that have not come back: ${open.join(", ") || "none"}`);
  }

  /** Trouble ends, everything comes to rest; and then all must be as it should. */
  async #rest() {
    await this.#within(Promise.all(this.#calls.keys()), "a journey");
    await this.site.faults();
    await this.#idle();
    if (this.#isLate) await sleep(LATEST_MS);
    this.#isLate = false;
    // Its next use finds out whether a session went with the trouble; and renews a token that ran out on its way here, which a
    // device does not notice whose clock was set meanwhile.
    for (const tab of this.#pages.keys()) {
      this.#call(`for the rest, tab ${tab}`, "fetch", tab);
      await this.#within(Promise.all(this.#calls.keys()), "a journey");
    }
    await this.#idle();
    this.happened.push("at rest");
    await this.#within(this.#judge(), "the judgement");
  }

  /**
   * Waits until nothing is under way. A renewal belongs to no call and may outlast all of them, between two requests, too: but
   * not the lock that it holds or waits for.
   */
  async #idle() {
    const locks = async () => {
      const { held, pending } = (await navigator.locks?.query()) ?? { held: [], pending: [] };
      return held.length + pending.length;
    };
    await this.ledger.rest();
    for (const end = Date.now() + HANG_MS; (await this.#pages.get(0).evaluate(locks)) > 0; await this.ledger.rest()) {
      if (Date.now() > end) throw new Error("a renewal hangs, and nobody waits for it");
      await sleep(50);
    }
  }

  /** What each tab has, and what it has heard of since the last rest. */
  async #stories() {
    const tell = () => {
      const { kind = "nobody", userId = "", uvid = "" } = client.session() ?? {};
      const at = (instant) => `at ${Math.round(instant % 1e6)}`; // the last digits, in milliseconds
      const heard = events.map((event) => `${event.type}${event.fromOtherTab ? " elsewhere" : ""} ${at(event.at)}`);
      return [`${kind} ${userId}${uvid}; opened ${at(openedAt)}`, ...heard].join(", ");
    };
    const lines = [];
    for (const [tab, page] of this.#pages) lines.push(`  tab ${tab}: ${await page.evaluate(tell)}`);
    return lines.join("\n");
  }

  /** What must hold whenever all has come to rest. */
  async #judge() {
    const states = () => this.tabs.each(() => (({ kind, userId, uvid } = {}) => ({ kind, userId, uvid }))(client.session() ?? {}));
    const agree = async () => new Set((await states()).map((state) => JSON.stringify(state))).size === 1;
    for (const end = Date.now() + SLACK_MS; !(await agree()) && Date.now() < end; ) await sleep(50);
    const all = await states();
    const doAgree = all.every((state) => isDeepStrictEqual(state, all[0]));
    assert.ok(doAgree, `the tabs disagree on the session:\n${doAgree || (await this.#stories())}`);

    const [{ kind, userId }] = all;
    const visits = await this.tabs.visit();
    const good = { user: userId, guest: undefined, nobody: "no_session" }[kind ?? "nobody"]; // a guest is nobody by id
    assert.deepEqual(visits, Array(all.length).fill(good), "a tab has a token that is no good");
    const records = Object.values(await this.tabs.stored()).map((text) => JSON.parse(text));
    assert.equal(records.length, kind ? 1 : 0, "what is stored is what the tabs have");
    if (kind === "user") {
      const rows = await this.site.oauthSessions();
      assert.ok(rows.some((row) => row.userId === userId), "the org does not know the session");
    }

    const { wrong, sessions } = this.ledger.judge();
    for (const session of sessions) {
      if (session.isRevoked || session.isLeft) continue;
      if ([records[0]?.refresh, session.wentWithTab].includes(session.latest)) continue;
      if (await this.site.honours(session.latest)) wrong.push("a session was lost that the site still honours");
    }
    const rejections = (await this.tabs.each(() => (events.splice(0), rejections.splice(0)))).flat();
    wrong.push(...rejections.map((reason) => `nobody handled a rejection: ${reason}`), ...this.#wrong);
    assert.deepEqual(wrong, []);
  }
}
