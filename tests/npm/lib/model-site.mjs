/** The model site, as far as these tests need it. */

const MODEL_SITE = process.env.MODEL_SITE;
if (!MODEL_SITE) throw new Error("MODEL_SITE is not set; run these tests by `cargo xtask test npm`");

/** A site of one's own that the pages of `origin` may call. Settings as in `POST /__model/sites`. */
export async function makeSite(origin, settings = {}) {
  return new Site(await call("POST", "", { preset: "ready", corsOrigins: [origin], ...settings }));
}

/** Its own properties are plain data, so that it can be handed into a page. */
class Site {
  #id;
  #secret;

  constructor({ id, siteUrl, clientId, clientSecret, users }) {
    this.#id = id;
    this.#secret = clientSecret;
    this.config = { siteUrl, clientId };
    this.sample = `${siteUrl}/services/data/v64.0/chatter/users/me`;
    this.users = users.map(({ id, username, password }) => ({ id, username, password }));
    this.user = this.users[0];
  }

  /** Changes settings of the living site. */
  change(settings) {
    return call("PATCH", `/${this.#id}`, settings);
  }

  /** The one-time code that was sent last, to anybody or to one address. */
  async lastCode(address) {
    const outbox = await call("GET", `/${this.#id}/outbox`);
    return outbox.findLast(({ to }) => !address || to === address)?.otp;
  }

  /** Moves the site's clock. */
  async advance(seconds) {
    await call("POST", `/${this.#id}/clock`, { advanceSec: seconds });
  }

  /** What goes wrong with the next requests. Without any, all is well again. */
  async faults(...faults) {
    await call("POST", `/${this.#id}/faults`, faults);
  }

  /** Who is signed in, as the org sees it. */
  oauthSessions() {
    return call("GET", `/${this.#id}/oauth-sessions`);
  }

  /** Has somebody at the org end one of those. */
  async endOauthSession(id) {
    await call("DELETE", `/${this.#id}/oauth-sessions/${id}`);
  }

  /** Whether the site still honours a token: only who has the app's secret may ask. */
  async honours(token) {
    const body = new URLSearchParams({ client_id: this.config.clientId, client_secret: this.#secret, token });
    const answer = await fetch(`${this.config.siteUrl}/services/oauth2/introspect`, { method: "POST", body });
    return (await answer.json()).active;
  }

  /** How many token requests have arrived. */
  async refreshes() {
    return (await this.requests()).filter((request) => request === "POST /services/oauth2/token").length;
  }

  /** How many of them the site has carried out: not one that met another with the same token under way. */
  async carriedOut() {
    const log = await call("GET", `/${this.#id}/requests`);
    return log.filter(({ method, path, status }) => method === "POST" && path.endsWith("/token") && status === 200).length;
  }

  /** Forgets what has arrived so far. */
  async forgetRequests() {
    await call("DELETE", `/${this.#id}/requests`);
  }

  /** What arrived, preflights included: `"POST /services/oauth2/token"`. */
  async requests() {
    const prefix = new URL(this.config.siteUrl).pathname;
    const log = await call("GET", `/${this.#id}/requests`);
    return log.map(({ method, path }) => `${method} ${path.replace(prefix, "")}`);
  }
}

async function call(method, path, body) {
  const answer = await fetch(`${MODEL_SITE}/__model/sites${path}`, {
    method,
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} /__model/sites${path}: ${answer.status} ${text}`);
  return text && JSON.parse(text);
}
