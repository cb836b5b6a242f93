/** The steps of a login, by the SDK: authorize, echo, token, and what follows. */

import { ECHO, watched } from "./check.js";
import { isReadable } from "./probe.js";
import { failed, notNeeded, ok, skipped, unseen } from "./results.js";

/** @typedef {import("./check.js").Check} Check */
/** @typedef {import("./check.js").Attempt} Attempt */
/** @typedef {import("./results.js").Result} Result */

/** As the shop calls it; a visitor may too. */
const RESOURCE = "/services/data/v64.0/chatter/users/me";

const NEEDS_USER = "This needs a test user.";

/** Loads the core and has it check the values. @param {Check} check  @returns {Promise<Result>} */
export async function sdk(check) {
  const { error } = await watched(() => check.client());
  return error ? failed({ error, exchanges: [] }) : ok("WebAssembly runs, and the SDK takes the values.");
}

/** @param {Attempt["exchanges"]} exchanges  @param {string} endpoint */
const onlyAt = (exchanges, endpoint) => exchanges.filter(({ asked }) => asked.endsWith(endpoint));

/** @param {Check} check  @returns {Promise<Result>} */
export async function authorize(check) {
  const { user } = check.values;
  check.userClient = await check.client();
  const attempt = await check.login(check.userClient, user);
  check.attempt = attempt;
  const { error } = attempt;
  const exchanges = onlyAt(attempt.exchanges, "/authorize");
  if (!error || error.step !== "authorize") return ok("The site took the user's name and password.", exchanges);
  if (!user && error.code === "invalid_credentials") {
    const says = "A made-up user was refused for being made up. Client id, callback, flow and scopes pass.";
    return ok(says, exchanges);
  }
  if (isAnswered(attempt)) return failed({ error, exchanges });
  // A stranger is refused before there is a redirect: where that is answered and the user is not, it is the hop.
  const stranger = user ? await check.askAsStranger() : attempt;
  if (isAnswered(stranger) && error.code !== "not_headless") return ok("The site redirected to the callback.", exchanges);
  const { diagnosis, exchanges: further } = await closerLook(check, attempt, stranger);
  return failed({ diagnosis, error, exchanges: [...exchanges, ...further] });
}

/** Whether authorize itself answered, and not with a page. @param {Attempt} attempt */
function isAnswered({ error, exchanges }) {
  return error?.code !== "not_headless" && Boolean(exchanges[0]?.endedAt.endsWith("/authorize"));
}

/**
 * Whether a page came instead, or a redirect to one, which may not be readable.
 * @param {Check} check  @param {Attempt} attempt
 */
function isPage(check, { error, exchanges }) {
  const endedAt = exchanges[0]?.endedAt;
  if (error?.code === "network") return check.headless?.kind === "redirect";
  return error?.code === "not_headless" || Boolean(endedAt && !endedAt.endsWith("/authorize"));
}

/**
 * A page in place of an answer has several causes. Whoever else is shown it tells which.
 * @param {Check} check  @param {Attempt} attempt  @param {Attempt} stranger
 * @returns {Promise<{ diagnosis?: string, exchanges: Attempt["exchanges"] }>}
 */
async function closerLook(check, attempt, stranger) {
  if (!isPage(check, attempt)) return { exchanges: [] };
  const exchanges = stranger === attempt ? [] : stranger.exchanges;
  if (!isPage(check, stranger)) return { diagnosis: "userNeedsPage", exchanges };
  if (!check.values.scopes.length) return { diagnosis: "orgSwitchOff", exchanges };
  const bare = await check.askAsStranger({ scopes: [] });
  return { diagnosis: isPage(check, bare) ? "orgSwitchOff" : "scopeMissing", exchanges: [...exchanges, ...bare.exchanges] };
}

/** @param {Check} check  @returns {Promise<Result>} */
export async function echo(check) {
  const { error, exchanges: all = [] } = check.attempt ?? {};
  const login = onlyAt(all, "/authorize");
  if (!error || error.step !== "authorize") return ok(`A code came back by ${check.callback}`, login);
  if (check.values.user) {
    const diagnosis = error.code === "network" ? "callbackUnreadable" : undefined;
    return failed({ diagnosis, error, exchanges: login });
  }
  if (new URL(check.callback).origin !== check.origin) {
    // Only a code leads there, and a guest has one to give.
    const { error: refusal, exchanges } = await guest(check);
    if (refusal?.code === "network") return failed({ diagnosis: "callbackUnreadable", error: refusal, exchanges });
    if (refusal?.step === "authorize") return unseen("The callback is at another host, and there is no code to be sent there.");
    return ok(`A guest's code came back by ${check.callback}`, onlyAt(exchanges, "/authorize"));
  }
  const answer = await check.askCallback();
  const exchanges = [answer.exchange];
  if (answer.kind === "page" && check.callback.endsWith(ECHO)) return failed({ diagnosis: "noEcho", exchanges });
  if (!isReadable(answer)) return failed({ diagnosis: "callbackUnreadable", exchanges });
  return ok("This page may read the callback. There is no code to send there: it was asked without one.", exchanges);
}

/** Without a user, a guest shows as much where the app takes guests. @param {Check} check  @returns {Promise<Result>} */
export async function token(check) {
  if (check.values.user) {
    const { value, error, exchanges = [] } = check.attempt ?? {};
    const asked = onlyAt(exchanges, "/token");
    return error ? failed({ error, exchanges: asked }) : ok(`Signed in. ${facts(value)}`, asked);
  }
  const { value, error, exchanges } = await guest(check);
  if (!error) return ok(`A guest has a session. ${facts(value)}`, exchanges);
  if (error.step === "token") return failed({ error, exchanges });
  return skipped("This needs a test user, or an app that takes guests.");
}

/** @param {import("./check.js").Session | undefined} session */
function facts(session) {
  if (!session) return "";
  return `Token: ${session.tokenFormat}. Scopes: ${session.scopes.join(" ") || "not stated"}.`;
}

/** Asks for a new token at once. @param {Check} check  @returns {Promise<Result>} */
export async function renewal(check) {
  const client = check.userClient;
  if (!client?.session()) return skipped(NEEDS_USER);
  const { error, exchanges } = await watched(() => client.getAccessToken({ forceRefresh: true, signal: check.signal }));
  return error ? failed({ error, exchanges }) : ok("The session can be renewed.", exchanges);
}

/** @param {Check} check  @returns {Promise<Result>} */
export async function api(check) {
  const client = check.userClient;
  const session = client?.session();
  if (!client || !session) return skipped(NEEDS_USER);
  if (!session.scopes.some((scope) => ["api", "full", "chatter_api"].includes(scope))) {
    return notNeeded("The session has no scope for the API.");
  }
  const outcome = await watched(() => client.fetch(check.site + RESOURCE, { signal: check.signal }));
  const { value: response, error, exchanges } = outcome;
  if (!response) return failed({ error, exchanges });
  if (response.ok) return ok("The API answers with the user's token.", exchanges);
  const said = await response.text();
  if (said.includes("API_CURRENTLY_DISABLED")) return failed({ diagnosis: "apiDisabled", exchanges });
  return notNeeded(`The API answers with ${response.status}. That may be this one resource's own business.`, exchanges);
}

/** @param {Check} check  @returns {Promise<Result>} */
export async function guests(check) {
  const { values } = check;
  if (!values.guests && !check.guest) return notNeeded("Not asked for.");
  const { error, exchanges } = await guest(check);
  if (!error) return ok("Visitors get a session of their own.", exchanges);
  const isNamed = error.code === check.attempt?.error?.code || (!values.user && error.step === "token");
  if (isNamed) return notNeeded("A guest is refused for a reason that an earlier step names.", exchanges);
  if (values.guests) return failed({ error, exchanges });
  return { ...notNeeded("A guest was refused. That is a fault only if your app takes guests.", exchanges), error };
}

/** @param {Check} check  @returns {Promise<Attempt>} */
async function guest(check) {
  if (check.guest) return check.guest;
  const client = await check.client();
  check.guest = await watched(() => client.continueAsGuest({ signal: check.signal }));
  return check.guest;
}

/** @param {Check} check  @returns {Promise<Result>} */
export async function signOut(check) {
  const exchanges = await check.signOut();
  if (!exchanges.length) return notNeeded("There is no session to end.");
  const isConfirmed = exchanges.every(({ status }) => status === 200);
  if (!isConfirmed) return failed({ diagnosis: "notRevoked", exchanges });
  return ok("The session has ended, and its tokens are revoked.", exchanges);
}
