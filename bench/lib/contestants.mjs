/** Who is measured. What each can do decides what its bytes and milliseconds are to be compared with. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** @typedef {{ name: string, file: string, package?: string, password: string, codes: string, registration: string, tabs: string, note: string }} Contestant */

/** @type {Contestant[]} */
const LIST = [
  {
    name: "headless-identity",
    file: at("entries/headless-identity.js"),
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "yes",
    note: "The whole core is in it: nothing can be shaken off.",
  },
  {
    name: "headless-identity/slim",
    file: at("entries/headless-identity-slim.js"),
    password: "yes",
    codes: "yes",
    registration: "yes",
    tabs: "yes",
    note: "core.wasm is fetched beside it.",
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
    note: "Functions that are not imported are shaken off: registration and codes are not in these bytes. Tabs share the store, each renews by itself.",
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
export const FLOOR = "by hand";

/** With the version that is installed. */
export const contestants = () => LIST.map((contestant) => ({ ...contestant, version: versionOf(contestant.package) }));

function versionOf(name) {
  if (!name) return undefined;
  const lock = JSON.parse(readFileSync(at("peers/package-lock.json"), "utf8"));
  return lock.packages[`node_modules/${name}`].version;
}
