/** Tries a login at the site by plain requests, as an app would make them, and shows what came back. */

import { byId, make } from "./dom.js";
import { corsSuspect, lineOf, parsed, suspects } from "./verdict.js";

const RESOURCE = "/services/data/v64.0/chatter/users/me";
const SECRETS = ["code", "access_token", "refresh_token", "id_token", "signature"];

/** @param {any} catalog  @param {() => any} current  the site's state  @param {() => Promise<void>} refresh */
export function createTry(catalog, current, refresh) {
  const form = byId("try");
  /** Tokens are held here and nowhere else. */
  let tokens;
  let filledFor;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run("Named-User");
  });
  byId("try-guest").addEventListener("click", () => run("guest"));
  byId("try-api").addEventListener("click", () => run("api"));
  byId("try-renew").addEventListener("click", () => run("renew"));

  async function run(what) {
    const state = current();
    const outcome = byId("outcome");
    outcome.setAttribute("aria-busy", "true");
    const steps = [];
    const ask = async (path, init) => {
      const step = await request(state.siteUrl + path, init);
      steps.push(step);
      return step.ok;
    };
    try {
      if (what === "api") await ask(RESOURCE, { headers: bearer() });
      else if (what === "renew") await renew(state, ask);
      else await signIn(state, what, ask);
    } finally {
      show(state, steps, what);
      outcome.setAttribute("aria-busy", "false");
      await refresh();
    }
  }

  const bearer = () => ({ authorization: `Bearer ${tokens.access_token}` });

  async function signIn(state, flow, ask) {
    const verifier = random();
    const uvid = crypto.randomUUID();
    const isGuest = flow === "guest";
    const { value: username } = byId("try-username");
    const { value: password } = byId("try-password");
    const inHeader = !isGuest && byId("try-header").checked;
    const fields = { response_type: "code_credentials", client_id: state.clientId, redirect_uri: state.redirectUri };
    if (byId("try-pkce").checked) Object.assign(fields, { code_challenge: await challengeOf(verifier), code_challenge_method: "S256" });
    if (byId("try-scope").value) fields.scope = byId("try-scope").value;
    if (!isGuest && !inHeader) Object.assign(fields, { username, password });
    const headers = { "auth-request-type": flow };
    if (isGuest) headers["uvid-hint"] = `UVID ${uvid}`;
    if (inHeader) headers.authorization = `Basic ${base64(`${username}:${password}`)}`;

    const answer = await ask("/services/oauth2/authorize", { headers, form: fields });
    const code = answer?.code;
    if (!code) return;
    const more = { grant_type: "authorization_code", client_id: state.clientId, redirect_uri: state.redirectUri, code };
    if (byId("try-pkce").checked) more.code_verifier = verifier;
    const guest = isGuest ? { "auth-request-type": flow, "uvid-hint": uvid } : {};
    keep(await ask("/services/oauth2/token", { headers: guest, form: more }));
  }

  async function renew(state, ask) {
    const form = { grant_type: "refresh_token", client_id: state.clientId, refresh_token: tokens.refresh_token };
    const renewed = await ask("/services/oauth2/token", { form });
    if (renewed) keep({ ...tokens, ...renewed });
  }

  function keep(given) {
    if (!given?.access_token) return;
    tokens = given;
    byId("try-api").disabled = false;
    byId("try-renew").disabled = !tokens.refresh_token;
  }

  function show(state, steps, what) {
    const last = steps.at(-1);
    const isDone = Boolean(last?.ok) && (steps.length === 2 || what === "api" || what === "renew");
    const title = isDone ? { "Named-User": "Signed in", guest: "Went on as a guest", api: "The API answered", renew: "Renewed" }[what] : "Refused";
    byId("outcome").replaceChildren(
      make("h3", { class: isDone ? "good" : "bad" }, title),
      ...(isDone ? [] : blame(state, last)),
      make("ol", { class: "steps" }, ...steps.map(stepRow)),
    );
  }

  function blame(state, step) {
    const origin = corsSuspect(catalog, state, location.origin);
    if (step.failed) {
      const why = origin
        ? ["The browser kept the answer from this page: ", linkTo(origin), "."]
        : ["No answer: the connection failed, or the address is wrong."];
      return [make("p", { class: "blame" }, ...why)];
    }
    const found = suspects(catalog, state, lineOf(step), byId("try-username").value);
    if (found.length === 0) {
      const why = lineOf(step).endsWith("authentication failure")
        ? "Also the answer to a wrong username or password."
        : "No setting that differs from preset ready explains this answer.";
      return [make("p", { class: "blame" }, why)];
    }
    const names = found.flatMap((policy, index) => [index ? " or " : "", linkTo(policy)]);
    return [make("p", { class: "blame" }, found.length > 1 ? "Set to refuse with this answer: " : "Refused by ", ...names, ".")];
  }

  const linkTo = ({ id }) => make("a", { href: `#${id}` }, id);

  return {
    /** Fills in the site's first user, and says whose page this is. */
    show(state) {
      if (filledFor === state.id) return;
      filledFor = state.id;
      tokens = undefined;
      byId("try-api").disabled = true;
      byId("try-renew").disabled = true;
      byId("outcome").replaceChildren(make("p", { class: "note" }, "Switch a policy, then try."));
      const [user] = state.users;
      byId("try-username").value = user?.username ?? "";
      byId("try-password").value = user?.password ?? "";
      const isForeign = new URL(state.siteUrl).origin !== location.origin;
      byId("try-origin").textContent = isForeign
        ? `Called from ${location.origin}, another origin than the site’s: CORS applies.`
        : `Called from the site’s own origin: CORS does not apply. At ${otherName()} it does.`;
    },
  };
}

/** This page by the other name of this machine, which is another origin to a browser. */
function otherName() {
  const other = location.hostname === "localhost" ? "127.0.0.1" : "localhost";
  return `${location.protocol}//${other}${location.port ? `:${location.port}` : ""}`;
}

/** Asks, and returns what a person is to see of it; the answer's fields, secrets too, are in `ok` alone. */
async function request(url, { headers = {}, form }) {
  const started = performance.now();
  const step = { method: form ? "POST" : "GET", path: new URL(url).pathname };
  const init = { method: step.method, headers, body: form && new URLSearchParams(form) };
  try {
    const answer = await fetch(url, { ...init, credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" });
    const body = await answer.text();
    const contentType = answer.headers.get("content-type") ?? "";
    const seen = { ...step, status: answer.status, redirected: answer.redirected, contentType, body, ms: performance.now() - started };
    const json = contentType.startsWith("application/json") ? parsed(body) : undefined;
    return { ...seen, body: masked(json) ?? body, ok: answer.ok && json ? json : undefined };
  } catch {
    return { ...step, status: 0, failed: true, contentType: "", body: "", ms: performance.now() - started };
  }
}

/** JSON as text, without what nobody needs to see. */
function masked(json) {
  return json && JSON.stringify(json, (key, value) => (SECRETS.includes(key) ? "***" : value));
}

function stepRow(step) {
  const status = step.failed ? "no answer" : `${step.redirected ? "302, " : ""}${step.status}`;
  const head = make(
    "p",
    { class: "call" },
    make("span", { class: "method" }, step.method),
    make("span", { class: "path" }, step.path.replace(/^.*(?=\/services\/)/, "")),
    make("span", { class: step.ok ? "status" : "status bad" }, status),
  );
  const line = step.ok || step.failed ? [] : [make("p", { class: "line" }, make("code", {}, lineOf(step)))];
  const body = step.contentType.startsWith("text/html") ? "" : step.body;
  const rest = body ? [make("details", {}, make("summary", {}, "The answer’s text"), make("pre", { tabindex: 0 }, body))] : [];
  return make("li", {}, head, ...line, ...rest);
}

function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

async function challengeOf(verifier) {
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
