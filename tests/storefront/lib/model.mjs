/** The model site's control door, as far as these tests need it. */

/** A site of one's own, so that tests neither wait for nor see each other. */
export async function makeSite(storefrontUrl, settings = {}) {
  const origin = new URL(storefrontUrl).origin;
  const made = await call(origin, "POST", "/sites", { preset: "ready", corsOrigins: [origin], ...settings });
  return new Site(storefrontUrl, made);
}

/** The site that `cargo xtask demo` shows. */
export async function demoSite(storefrontUrl) {
  const origin = new URL(storefrontUrl).origin;
  return new Site(storefrontUrl, await call(origin, "GET", "/sites/portal"));
}

class Site {
  constructor(storefrontUrl, { id, siteUrl, clientId, users }) {
    this.page = storefrontUrl;
    this.origin = new URL(storefrontUrl).origin;
    this.siteUrl = siteUrl;
    this.clientId = clientId;
    this.user = users[0];
    this.path = `/sites/${id}`;
  }

  /** The storefront's address with this site in place of the demo's. */
  storefront() {
    const url = new URL(this.page);
    url.search = String(new URLSearchParams({ siteUrl: this.siteUrl, clientId: this.clientId }));
    return url.href;
  }

  /** What arrived, preflights included: `"POST /services/oauth2/token"`. */
  async requests() {
    const log = await call(this.origin, "GET", `${this.path}/requests`);
    const prefix = new URL(this.siteUrl).pathname;
    return log.map(({ method, path, status }) => ({ call: `${method} ${path.replace(prefix, "")}`, status }));
  }

  forgetRequests() {
    return call(this.origin, "DELETE", `${this.path}/requests`);
  }

  /** Changes settings of the live site. */
  change(settings) {
    return call(this.origin, "PATCH", this.path, settings);
  }

  /** One more callback URL of the app, behind those it has. */
  async addCallback(url) {
    const { settings } = await call(this.origin, "GET", this.path);
    await this.change({ app: { callbackUrls: [...settings.app.callbackUrls, url] } });
  }

  /** Moves the site's clock. @param {number} seconds */
  advance(seconds) {
    return call(this.origin, "POST", `${this.path}/clock`, { advanceSec: seconds });
  }

  /** Logins whose tokens are still good. */
  async sessions() {
    return (await call(this.origin, "GET", `${this.path}/oauth-sessions`)).length;
  }

  /** The newest one-time code that was "sent". */
  async code() {
    return (await call(this.origin, "GET", `${this.path}/outbox`)).at(-1)?.otp;
  }

  /** Makes the next answers go wrong; no argument mends everything. */
  faults(...faults) {
    return call(this.origin, "POST", `${this.path}/faults`, faults);
  }
}

async function call(origin, method, path, body) {
  const answer = await fetch(`${origin}/__model${path}`, {
    method,
    headers: body && { "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} /__model${path}: ${answer.status} ${text}`);
  return text && JSON.parse(text);
}
