/** Who is measured. What each can do decides what its bytes and milliseconds are to be compared with. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/**
 * `absent` are packages that this one would take into its bundle if it found them. It finds them here only because another
 * contestant needs them: who installs this one alone has not got them. `timed` is false where a library cannot be made to
 * ask a server of the bench.
 *
 * @typedef {{ name: string, file: string, package?: string, absent?: string[], timed?: false, password: string, codes: string, registration: string, tabs: string, note: string }} Contestant
 */

/** @type {Contestant[]} */
const LIST = [
  {
    name: "headless-identity",
    file: at("entries/headless-identity.js"),
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "yes",
    note: "The whole core is in it: nothing can be tree-shaken. The second figure is the chunk with messages and hints of errors.",
  },
  {
    name: "headless-identity/slim",
    file: at("entries/headless-identity-slim.js"),
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "yes",
    note: "The same chunk, and core.wasm, are fetched beside it.",
  },
  {
    name: "headless-identity/compat",
    file: at("entries/headless-identity-compat.js"),
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "yes",
    note: "The core as JavaScript, for where WebAssembly is missing or refused. A page may also have it as a fallback, which costs the others nothing.",
  },
  {
    name: "by hand",
    file: at("entries/floor.js"),
    password: "yes",
    codes: "no",
    registration: "no",
    tabs: "no",
    note: "fetch and WebCrypto, nothing else: the floor. No timeout, no check of the id token, no errors to switch on.",
  },
  {
    name: "oauth4webapi",
    file: at("peers/oauth4webapi.js"),
    package: "oauth4webapi",
    password: "no",
    codes: "no",
    registration: "no",
    tabs: "no",
    note: "The protocol, call by call. Code flow by redirect; keeping and renewing the session is the page's.",
  },
  {
    name: "ory client-fetch",
    file: at("peers/ory.js"),
    package: "@ory/client-fetch",
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "in part",
    note: "The requests, call by call, as the API's description generates them. The session is a cookie that tabs share; hearing of its changes and keeping a token are the page's.",
  },
  {
    name: "pocketbase",
    file: at("peers/pocketbase.js"),
    package: "pocketbase",
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "in part",
    note: "One client for the server's whole API, data and files too. Tabs hear of each other, each renews by itself. A sign-out forgets the token; there is no call that revokes it.",
  },
  {
    name: "better-auth (client)",
    file: at("peers/better-auth.js"),
    package: "better-auth",
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "in part",
    note: "For a server of one's own, which keeps the session in a cookie and renews it. Codes need a plugin that is not in these bytes, and so does a username in place of the address. Tabs hear of a sign-out at once, of a login when they are looked at again.",
  },
  {
    name: "stytch (headless)",
    file: at("peers/stytch.js"),
    package: "@stytch/vanilla-js",
    timed: false,
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "in part",
    note: "One client with all of it, without its forms. Tabs hear of each other, each renews by itself. It asks by https at the usual port and nowhere else, so its cold start is not measured.",
  },
  {
    name: "oidc-client-ts",
    file: at("peers/oidc-client-ts.js"),
    package: "oidc-client-ts",
    password: "no",
    codes: "no",
    registration: "no",
    tabs: "in part",
    note: "Code flow by redirect, silent renewal. A store that tabs share can be chosen; each renews by itself. Its password call is OAuth's old grant, not counted here.",
  },
  {
    name: "descope web-js-sdk",
    file: at("peers/descope.js"),
    package: "@descope/web-js-sdk",
    absent: ["oidc-client-ts"],
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "in part",
    note: "One client with all of it, without the provider's forms, and with passkeys and a loader for device fingerprints. Tabs share the store, each renews by itself.",
  },
  {
    name: "supabase auth-js",
    file: at("peers/supabase-auth-js.js"),
    package: "@supabase/auth-js",
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "in part",
    note: "One client with all of it. Tabs hear of each other; so that only one renews, a lock has to be given to it.",
  },
  {
    name: "appwrite",
    file: at("peers/appwrite.js"),
    package: "appwrite",
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "in part",
    note: "Unused services are tree-shaken; the live connection and a JSON for big numbers are not. The session is a cookie that tabs share; hearing of its changes and keeping a token are the page's.",
  },
  {
    name: "supertokens-web-js",
    file: at("peers/supertokens.js"),
    package: "supertokens-web-js",
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "in part",
    note: "For a server of one's own. Codes are a module that is not in these bytes. It replaces fetch and XMLHttpRequest to renew. Tabs share the store and one renews for all; they do not hear of each other.",
  },
  {
    name: "okta-auth-js (idx)",
    file: at("peers/okta-auth-js.js"),
    package: "@okta/okta-auth-js",
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "yes",
    note: "What the org asks for, step by step.",
  },
  {
    name: "aws-amplify (auth)",
    file: at("peers/aws-amplify.js"),
    package: "aws-amplify",
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "in part",
    note: "Unused functions are tree-shaken: registration and codes are not in these bytes. Tabs share the store, each renews by itself.",
  },
  {
    name: "msal-browser (custom-auth)",
    file: at("peers/msal-browser.js"),
    package: "@azure/msal-browser",
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "in part",
    note: "Needs a proxy of one's own in front of the identity provider. A store that tabs share can be chosen; each renews by itself.",
  },
];

export const OURS = "headless-identity";
export const SLIM = "headless-identity/slim";
export const COMPAT = "headless-identity/compat";
export const FLOOR = "by hand";

/** With the version that is installed. */
export const contestants = () => LIST.map((contestant) => ({ ...contestant, version: versionOf(contestant.package) }));

function versionOf(name) {
  if (!name) return undefined;
  const lock = JSON.parse(readFileSync(at("peers/package-lock.json"), "utf8"));
  return lock.packages[`node_modules/${name}`].version;
}
