/** The endless list of what happens in a soak, as plain data: nothing in it depends on how anything turns out. */

import { Random } from "./random.mjs";

const HAPPENINGS = {
  expiry: 8, everyone: 3, token: 8, refresh: 4, fetch: 4, userInfo: 1, fault: 7, time: 2, skew: 2,
  login: 4, guest: 1, registration: 1, passwordless: 1, logout: 1, logoutToGuest: 1,
  reload: 2, open: 3, close: 2, crash: 1,
};
const MOST_TABS = 5;
/** The longest that a fault delays an answer. */
export const LATEST_MS = 1_500;
const PATHS = [
  "/oauth2/authorize", "/oauth2/echo", "/oauth2/token", "/oauth2/token", "/oauth2/revoke", "/oauth2/userinfo",
  "/init/registration", "/passwordless/login", "/users/me",
];
const KINDS = ["status", "status", "delay", "delay", "drop", "garbage", "html", "truncate"];

/** What cuts a tab off in the middle of its work. */
const HARM = ["reload", "close", "crash"];

/** Tabs have numbers, and the first one is never harmed: its memory is what is measured. */
export function* plan(seed, firstTabs, { isHarmless = false } = {}) {
  const happenings = Object.fromEntries(Object.entries(HAPPENINGS).filter(([what]) => !isHarmless || !HARM.includes(what)));
  const random = new Random(seed);
  const tabs = Array.from({ length: firstTabs }, (_, number) => number);
  let nextTab = firstTabs;
  let visitors = 0;
  const harmed = () => random.of(tabs.slice(1));
  const gone = (tab) => tabs.splice(tabs.indexOf(tab), 1)[0];

  yield { what: "login", tab: 0, person: 0, pauseMs: 500 };
  while (true) {
    const what = random.weighted(happenings);
    const happening = { what, pauseMs: random.below(100) };
    switch (what) {
      case "open":
        if (tabs.length === MOST_TABS) continue;
        tabs.push(nextTab);
        yield { ...happening, tab: nextTab++ };
        break;
      case "close":
      case "crash":
        if (tabs.length === 2) continue;
        yield { ...happening, tab: gone(harmed()) };
        break;
      case "reload":
        yield { ...happening, tab: harmed() };
        break;
      case "fault": {
        const times = 1 + random.below(3);
        const status = random.of([429, 500, 503]);
        const method = random.below(8) ? undefined : "OPTIONS";
        const fault = { path: random.of(PATHS), kind: random.of(KINDS), times, status, ms: 50 + random.below(LATEST_MS - 50), method };
        yield { ...happening, fault };
        break;
      }
      case "time":
        yield { ...happening, seconds: random.of([60, 3_600, 7_200, 10_000]) };
        break;
      case "skew":
        yield { ...happening, seconds: random.below(1_200) - 600 };
        break;
      case "expiry":
        yield { ...happening, seconds: 7_200 };
        break;
      case "everyone":
        yield happening;
        break;
      case "registration":
        yield { ...happening, tab: random.of(tabs), username: `visitor-${visitors++}@example.com` };
        break;
      default:
        yield { ...happening, tab: random.of(tabs), person: random.below(2) };
    }
  }
}
