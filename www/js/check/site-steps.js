/** The steps before a login: is there a site, and does it answer this page? */

import { isReadable } from "./probe.js";
import { failed, notNeeded, ok, unseen } from "./results.js";

/** @typedef {import("./check.js").Check} Check */
/** @typedef {import("./probe.js").Answer} Answer */
/** @typedef {import("./results.js").Result} Result */

const DISCOVERY = "/.well-known/openid-configuration";

const SAME_ORIGIN = "This page comes from the site's own origin, so the browser asks nobody for leave.";

/** @param {Answer[]} answers */
const exchangesOf = (...answers) => answers.map(({ exchange }) => exchange);

/** A site's document; a proxy may answer with JSON too. @param {Answer} answer */
const isDiscovery = ({ kind, status, json }) => kind === "json" && status === 200 && typeof json?.issuer === "string";

/** Every page may read it, so that it tells more than any other request. @param {Check} check  @returns {Promise<Result>} */
export async function discovery(check) {
  const document = await check.ask(DISCOVERY);
  if (isDiscovery(document)) {
    check.keysAddress = document.json.jwks_uri;
    return ok(`The site calls itself ${document.json.issuer}`, exchangesOf(document));
  }
  const asked = [document];
  if (!isReadable(document)) {
    const anything = await check.ask(DISCOVERY, { blindly: true });
    asked.push(anything);
    if (anything.kind === "nothing") return withSdk(check, "unreachable", asked);
  }
  // A login works without the document: if the OAuth endpoints are there, so is the site.
  const token = await check.askToken();
  asked.push(token);
  if (token.kind === "json" && typeof token.json?.error === "string") {
    const says = "There is no such document here, but the OAuth endpoints answer. The SDK does not need it.";
    return notNeeded(says, exchangesOf(...asked));
  }
  if (check.site === check.origin) return withSdk(check, "noSite", asked);
  const host = await check.askAt(check.origin + DISCOVERY);
  return withSdk(check, isDiscovery(host) ? "noSiteAtPrefix" : "noSite", [...asked, host]);
}

/** @param {Check} check  @returns {Promise<Result>} */
export async function keys(check) {
  const told = check.keysAddress;
  // Nothing is asked of other hosts, whatever the document says.
  const isOwn = told !== undefined && URL.canParse(told) && new URL(told).origin === check.origin;
  const answer = await (isOwn ? check.askAt(told) : check.ask("/id/keys"));
  const count = Array.isArray(answer.json?.keys) ? answer.json.keys.length : 0;
  if (count) return ok(count === 1 ? "One key." : `${count} keys.`, exchangesOf(answer));
  return failed({ diagnosis: "keysUnreadable", exchanges: exchangesOf(answer) });
}

/** Userinfo asks for the list alone, not for the second switch. @param {Check} check  @returns {Promise<Result>} */
export async function origin(check) {
  if (check.isOwnOrigin) return unseen(SAME_ORIGIN);
  const asked = [await check.ask("/services/oauth2/userinfo")];
  // Where userinfo is closed for another reason, an open token endpoint says as much.
  if (!isReadable(asked[0])) asked.push(await check.askToken());
  const isListed = asked.some(isReadable);
  return isListed ? ok(`${location.origin} is on the list.`, exchangesOf(...asked)) : withSdk(check, "originMissing", asked);
}

/** @param {Check} check  @returns {Promise<Result>} */
export async function oauthCors(check) {
  if (check.isOwnOrigin) return unseen(SAME_ORIGIN);
  const token = await check.askToken();
  if (!isReadable(token)) return withSdk(check, "oauthCorsOff", [token]);
  return ok("The token endpoint answers this page. Asked without anything, it refuses, as it must.", exchangesOf(token));
}

/** @param {Check} check  @returns {Promise<Result>} */
export async function preflight(check) {
  const headless = await check.askAuthorize(true);
  check.headless = headless;
  if (check.isOwnOrigin) return unseen(SAME_ORIGIN, exchangesOf(headless));
  if (isReadable(headless)) return ok("A request with the header Auth-Request-Type passes.", exchangesOf(headless));
  return withSdk(check, "preflightRefused", [headless, await check.askAuthorize(false)]);
}

/**
 * What the page has found out, beside what an app would be told by the SDK.
 * @param {Check} check  @param {string} diagnosis  @param {Answer[]} asked
 */
async function withSdk(check, diagnosis, asked) {
  const { error, exchanges } = await check.askAsStranger();
  return failed({ diagnosis, error, exchanges: [...exchangesOf(...asked), ...exchanges] });
}
