// Requests that a client may make of a site, and how they go wrong.
import { form, json } from "./wire.mjs";

const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const UVID = "3f0b9d0e-1b2c-4d5e-8f90-123456789abc";
export const ORIGIN = "https://app.example.com";
const OAUTH = "/services/oauth2";
const HEADLESS = "/services/auth/headless";

/** What a host's site is known by: each request is made from it. */
export class Knowledge {
  site = {};
  app = {};
  code = "none";
  access = "none";
  refresh = "none";
  identifier = "none";
  otp = "000000";
  session = "1";

  constructor(origin) {
    this.origin = origin;
  }

  /** Keeps what later requests need. */
  learn({ status, headers, body }) {
    const code = /[?&]code=([^&]+)/.exec(headers.location ?? "")?.[1];
    if (code !== undefined) this.code = decodeURIComponent(code);
    let value;
    try {
      value = JSON.parse(body);
    } catch {
      return;
    }
    if (status === 201 && value.siteUrl) this.site = value;
    else if (status === 201 && value.clientId) this.app = value;
    if (typeof value.access_token === "string") this.access = value.access_token;
    if (typeof value.refresh_token === "string") this.refresh = value.refresh_token;
    if (typeof value.identifier === "string") this.identifier = value.identifier;
    const last = Array.isArray(value) ? value.at(-1) : undefined;
    if (last?.otp) this.otp = last.otp;
    if (last?.lastUsedAt) this.session = last.id;
  }
}

const at = (know, path) => `/${know.site.id}${path}`;
const door = (know, path = "") => `/__model/sites/${know.site.id}${path}`;
const get = (path, headers) => ({ method: "GET", path, headers });
const post = (path, { headers: type, body }, headers) => ({ method: "POST", path, headers: { ...type, ...headers }, body });
const bearer = (know) => ({ authorization: `Bearer ${know.access}` });
const basic = (name, secret) => ({ authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}` });

const authorizeForm = (know, more) => ({
  response_type: "code_credentials",
  client_id: know.site.clientId,
  redirect_uri: know.site.redirectUri,
  code_challenge: CHALLENGE,
  state: "a state",
  ...more,
});
const authorize = (know, flow, more = {}, headers = {}) =>
  post(at(know, `${OAUTH}/authorize`), form(authorizeForm(know, more)), { "auth-request-type": flow, ...headers });
const token = (know, more, headers) =>
  post(at(know, `${OAUTH}/token`), form({ client_id: know.site.clientId, ...more }), headers);
const exchange = (know) => ({
  grant_type: "authorization_code",
  redirect_uri: know.site.redirectUri,
  code: know.code,
  code_verifier: VERIFIER,
});
const ADA = { username: "ada@example.com", password: "Lovelace1!" };
const outbox = (know) => get(door(know, "/outbox"));
const complete = (flow) => (know) =>
  authorize(know, flow, {}, { ...basic(know.identifier, know.otp), "auth-verification-type": "email" });
const start = (path, value) => (know) => post(at(know, HEADLESS + path), json(value));

/** Requests in the order in which they succeed. */
export const JOURNEYS = [
  [(know) => authorize(know, "Named-User", ADA), (know) => token(know, exchange(know)), (know) => get(at(know, `${OAUTH}/userinfo`), bearer(know))],
  [
    (know) => authorize(know, "Named-User", {}, basic(ADA.username, ADA.password)),
    (know) => get(at(know, `${OAUTH}/echo?code=${encodeURIComponent(know.code)}&state=x`)),
    (know) => token(know, exchange(know)),
    (know) => token(know, { grant_type: "refresh_token", refresh_token: know.refresh }),
    (know) => get(at(know, "/services/data/v64.0/chatter/users/me"), bearer(know)),
    (know) => post(at(know, `${OAUTH}/introspect`), form({ token: know.access, client_id: know.site.clientId, client_secret: know.site.clientSecret })),
    (know) => post(at(know, `${OAUTH}/revoke`), form({ token: know.refresh })),
  ],
  [
    (know) => authorize(know, "guest", {}, { "uvid-hint": `UVID ${UVID}` }),
    (know) => token(know, exchange(know), { "auth-request-type": "guest", "uvid-hint": UVID }),
    (know) => get(at(know, "/services/data/v64.0/chatter/users/me"), bearer(know)),
    (know) => authorize(know, "Named-User", { ...ADA, uvid_hint: UVID }),
  ],
  [
    start("/init/passwordless/login", { username: ADA.username, recaptcha: "ok", verificationmethod: "email" }),
    outbox,
    complete("passwordless-login"),
    (know) => token(know, exchange(know)),
  ],
  [
    start("/init/registration", {
      userdata: { firstName: "Joan", lastName: "Clarke", email: "joan@example.com", username: "joan@example.com" },
      password: "Clarke1917!",
      recaptcha: "ok",
      verificationmethod: "email",
    }),
    outbox,
    complete("user-registration"),
    (know) => token(know, exchange(know)),
  ],
  [
    start("/forgot_password", { username: ADA.username, recaptcha: "ok" }),
    outbox,
    (know) => post(at(know, `${HEADLESS}/forgot_password`), json({ username: ADA.username, newpassword: "Lovelace1!", otp: know.otp })),
  ],
  [
    (know) => get(at(know, "/services/auth/sso/Model_IDP?state=x")),
    (know) => get(at(know, `${OAUTH}/authorize?${new URLSearchParams({ ...authorizeForm(know), response_type: "code", sso_provider: "Model_IDP", model_auto: "1" })}`)),
    (know) => token(know, exchange(know)),
  ],
];

/** Requests that stand for themselves. */
export const SINGLE = [
  (know) => get(at(know, "/.well-known/openid-configuration")),
  (know) => get(at(know, "/.well-known/auth-configuration")),
  (know) => get(at(know, "/id/keys")),
  (know) => get(at(know, `/id/${know.site.orgId}/${know.site.users?.[0]?.id}`), bearer(know)),
  (know) => get(at(know, "/nowhere")),
  (know) => get("/"),
  (know) => get("/nowhere?a=b"),
  (know) => get(`/${know.site.id}vforcesite${OAUTH}/echo?code=x`),
  (know) => get(`${OAUTH}/echo?code=x`),
  (know) => post(`${OAUTH}/token`, form({ grant_type: "refresh_token", client_id: know.site.clientId, refresh_token: know.refresh })),
  (know) => post(`${OAUTH}/authorize`, form(authorizeForm(know, ADA)), { "auth-request-type": "Named-User" }),
  (know) => post(at(know, `${OAUTH}/singleaccess`), form({ access_token: know.access })),
  (know) => post(at(know, `${OAUTH}/v1/authorization_challenge`), json({ client_id: know.site.clientId })),
  (know) => post(at(know, `${OAUTH}/token`), form({ grant_type: "password", client_id: know.site.clientId, ...ADA })),
  (know) => ({ method: "OPTIONS", path: at(know, `${OAUTH}/token`), headers: { "access-control-request-method": "POST", "access-control-request-headers": "x-own" } }),
  (know) => get("/__model"),
  (know) => get("/__model/nothing"),
  (know) => get("/__model/sites"),
  (know) => get(door(know)),
  (know) => get(door(know, "/requests")),
  (know) => get(door(know, "/oauth-sessions")),
  outbox,
  (know) => ({ method: "DELETE", path: door(know, `/oauth-sessions/${know.session}`) }),
  (know) => ({ method: "DELETE", path: door(know, "/requests") }),
  (know) => ({ method: "DELETE", path: door(know, `/apps/${know.app.clientId}`) }),
  (know) => post(door(know, "/apps"), json({ app: { isCodeCredFlowEnabled: true } })),
  (know) => get(`/__model/sites/%70ortal/outbox`),
  (know) => get(`/__model/sites/%ff`),
];

/** Bodies of a site's making and changing, right and wrong ones. */
export const SETTINGS = [
  { app: { isRefreshTokenRotationEnabled: true } },
  { app: { isNamedUserJwtEnabled: false } },
  { app: { isPkceRequired: false } },
  { app: { isCodeCredPostOnly: true } },
  { app: { isConsumerSecretOptional: false } },
  { app: { oauthScopes: ["openid", "api"] } },
  { app: { guestJwtTimeout: 7 } },
  { app: { nothing: 1 } },
  { app: { refreshTokenPolicyType: "Zero" } },
  { org: { loginRatePerHour: 2 } },
  { org: { oAuthCdCrdtFlowEnable: false } },
  { org: { blockOAuthUnPwFlow: false } },
  { org: { enableOauthCorsPolicy: false } },
  { site: { status: "UnderConstruction" } },
  { site: { status: "Live" } },
  { site: { IsPwdlessLoginAllowed: false } },
  { switches: { emit_expires_in: "on", json_error_shape: "key" } },
  { switches: { propagation_delay: 5 } },
  { switches: { guest_refresh_token: true } },
  { users: [{ username: "ada@example.com", isFrozen: true }] },
  { users: [{ username: "ada@example.com", isFrozen: false }] },
  { corsOrigins: [ORIGIN] },
  { corsOrigins: ["no origin"] },
  { preset: "fresh" },
];

export const FAULTS = [
  [{ path: "/token", kind: "status" }],
  [{ path: "/authorize", kind: "drop" }, { path: "/echo", kind: "html" }],
  [{ path: "/token", kind: "truncate" }, { path: "/userinfo", kind: "garbage" }],
  [{ path: "/authorize", kind: "delay", ms: 5, times: 2 }],
  [{ path: "/token", kind: "status", method: "OPTIONS", status: 429 }],
  [],
  [{ path: "", kind: "drop" }],
  { path: "/token" },
];

export const made = (settings) => () => post("/__model/sites", json(settings));
export const patched = (settings) => (know) => ({ ...post(door(know), json(settings)), method: "PATCH" });
export const faulted = (faults) => (know) => post(door(know, "/faults"), json(faults));
export const advanced = (seconds) => (know) => post(door(know, "/clock"), json({ advanceSec: seconds }));

const ODD = ["", "%FF", "%00", "😀", "a=b&c", "null", "x".repeat(5000), "%zz", "+", "🏳️‍🌈\r\n"];

/** Ways to spoil a request. Each is decided once and done to both. */
export function mistake(chance) {
  const odd = chance.of(ODD);
  const place = chance.below(1000);
  const method = chance.of(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]);
  const type = chance.of(["text/plain", "application/json", "application/x-www-form-urlencoded; charset=utf-8", "", "multipart/form-data"]);
  const fields = (request, change) => {
    if (!request.headers?.["content-type"]?.includes("urlencoded")) return { ...request, body: `${request.body ?? ""}${odd}` };
    const parts = request.body.split("&");
    change(parts, place % parts.length);
    return { ...request, body: parts.join("&") };
  };
  return chance.of([
    (request) => ({ ...request, method }),
    (request) => ({ ...request, path: `${request.path}${request.path.includes("?") ? "&" : "?"}a=${encodeURIComponent(odd)}&a=1` }),
    (request) => ({ ...request, path: `${request.path}/` }),
    (request) => ({ ...request, headers: { ...request.headers, "content-type": type } }),
    (request) => ({ ...request, headers: { ...request.headers, authorization: "Basic %%%" } }),
    (request) => ({ ...request, headers: { ...request.headers, "uvid-hint": "JWT eyJ" } }),
    (request) => fields(request, (parts, at) => parts.splice(at, 1)),
    (request) => fields(request, (parts, at) => parts.push(parts[at])),
    (request) => fields(request, (parts, at) => (parts[at] = `${parts[at].split("=")[0]}=${encodeURIComponent(odd)}`)),
    (request) => fields(request, (parts, at) => (parts[at] = `${parts[at].split("=")[0]}=${odd}`)),
    (request) => ({ ...request, body: typeof request.body === "string" ? request.body.slice(0, place % (request.body.length + 1)) : "" }),
    (request) => ({ ...request, body: Buffer.from([0xff, 0xfe, 0x7b]) }),
    (request) => ({ ...request, body: Buffer.alloc((1 << 20) + (place % 2), 0x20) }),
  ]);
}
