/** The walk: every step in its order, each after those that it builds on. */

import { Check } from "./check.js";
import * as login from "./login-steps.js";
import { skipped } from "./results.js";
import * as site from "./site-steps.js";

/** @typedef {import("./results.js").Result} Result */

/**
 * @typedef {object} Step
 * @property {string} id
 * @property {string} title
 * @property {string} asks
 * @property {string} [needs]  The step that must not have failed, nor have been left out for want of something.
 * @property {boolean} [always]  Taken even after a stop.
 * @property {(check: Check) => Promise<Result>} take
 */

/** @type {Step[]} */
export const STEPS = [
  {
    id: "sdk",
    title: "SDK",
    asks: "Does WebAssembly run here, and are the values possible?",
    take: login.sdk,
  },
  {
    id: "discovery",
    title: "Discovery",
    asks: "Is there a live site at this address?",
    needs: "sdk",
    take: site.discovery,
  },
  {
    id: "keys",
    title: "Keys",
    asks: "Can the site’s public keys be read?",
    needs: "discovery",
    take: site.keys,
  },
  {
    id: "origin",
    title: "CORS: this page’s origin",
    asks: "Is this page’s origin on the org’s list?",
    needs: "discovery",
    take: site.origin,
  },
  {
    id: "oauth",
    title: "CORS: OAuth endpoints",
    asks: "Do the OAuth endpoints answer a page at all?",
    needs: "origin",
    take: site.oauthCors,
  },
  {
    id: "preflight",
    title: "Preflight",
    asks: "Does a request with the header Auth-Request-Type get through?",
    needs: "oauth",
    take: site.preflight,
  },
  {
    id: "authorize",
    title: "Authorize",
    asks: "Does the site know the app, and does it let the user in?",
    needs: "preflight",
    take: login.authorize,
  },
  {
    id: "echo",
    title: "Echo",
    asks: "Does the code come back to the page?",
    needs: "authorize",
    take: login.echo,
  },
  {
    id: "token",
    title: "Token",
    asks: "Is the code good for tokens, without a secret?",
    needs: "echo",
    take: login.token,
  },
  {
    id: "renewal",
    title: "Renewal",
    asks: "Can the session be renewed?",
    needs: "token",
    take: login.renewal,
  },
  {
    id: "api",
    title: "API",
    asks: "May this user call the API?",
    needs: "token",
    take: login.api,
  },
  {
    id: "guests",
    title: "Guests",
    asks: "Do visitors get a session?",
    needs: "preflight",
    take: login.guests,
  },
  {
    id: "sign-out",
    title: "Sign-out",
    asks: "Are the tokens of this check revoked?",
    always: true,
    take: login.signOut,
  },
];

/**
 * @param {Check} check
 * @param {(id: string, result: Result | "running") => void} show
 */
export async function run(check, show) {
  /** @type {Map<string, Result>} */
  const results = new Map();
  for (const step of STEPS) {
    show(step.id, "running");
    const result = await outcome(step, check, results);
    results.set(step.id, result);
    show(step.id, result);
  }
  return results;
}

/** @param {Step} step  @param {Check} check  @param {Map<string, Result>} results  @returns {Promise<Result>} */
async function outcome(step, check, results) {
  if (check.signal.aborted && !step.always) return skipped("Stopped.");
  const before = step.needs && results.get(step.needs);
  if (before && before.state !== "ok" && !before.goesOn) {
    const title = STEPS.find(({ id }) => id === step.needs)?.title;
    return skipped(`Not taken: it comes after “${title}”.`);
  }
  try {
    return fromPrefixOn(await step.take(check), check.site);
  } catch (error) {
    if (check.signal.aborted) return skipped("Stopped.");
    return { state: "failed", says: `This page itself is at fault: ${error}`, exchanges: [] };
  }
}

/** Addresses of the site are shown from its prefix on. @param {Result} result  @param {string} site */
function fromPrefixOn(result, site) {
  const exchanges = result.exchanges.map((exchange) => ({ ...exchange, asked: exchange.asked.replace(` ${site}/`, " /") }));
  return { ...result, exchanges };
}
