/** Watches a page and its traffic: which secrets there are, and where they show up. */

const SITE_PATH = /\/services\/.*/;

export class Watch {
  /** What must show up nowhere, by its name. */
  #secrets = new Map();
  #sent = [];
  #places = [];
  #reading = [];

  /** @param {Record<string, string>} secrets that the test itself brings along; others are read off the wire */
  constructor(page, site, secrets) {
    this.page = page;
    this.siteOrigin = new URL(site.config.siteUrl).origin;
    for (const [name, value] of Object.entries(secrets)) this.know(name, value);
    page.on("request", (request) => this.#reading.push(this.#readRequest(request)));
    page.on("response", (response) => this.#reading.push(this.#readResponse(response)));
    page.on("console", (message) => this.put("the console", message.text()));
    page.on("pageerror", (error) => this.put("an uncaught error", `${error.message}\n${error.stack}`));
  }

  know(name, value) {
    if (value) this.#secrets.set(value, name);
  }

  async #readRequest(request) {
    const url = new URL(request.url());
    const form = new URLSearchParams(request.postData() ?? "");
    this.know("the code", url.searchParams.get("code"));
    this.know("the verifier", form.get("code_verifier"));
    this.put(`the URL of ${request.method()} ${SITE_PATH.exec(url.pathname)?.[0] ?? "the page"}`, url.href);
    const headers = await request.allHeaders().catch(() => request.headers());
    const isOurs = url.origin === this.siteOrigin;
    for (const [name, value] of Object.entries(headers)) {
      // Where credentials belong; whose they are is the business of other tests.
      if (name.startsWith(":") || (isOurs && /^(authorization|uvid-hint)$/.test(name))) this.#sent.push(value);
      else this.put(`header ${name} to ${isOurs ? "the site" : "the page's server"}`, value);
    }
    const body = request.postData() ?? "";
    if (isOurs) this.#sent.push(body);
    else this.put("a body to elsewhere", body);
  }

  async #readResponse(response) {
    if (!/\/oauth2\/(token|echo)$/.test(new URL(response.url()).pathname)) return;
    const answer = await response.json().catch(() => ({}));
    this.know("the code", answer.code);
    this.know("the access token", answer.access_token);
    this.know("the refresh token", answer.refresh_token);
    this.know("the id token", answer.id_token);
  }

  #found(text) {
    const isIn = (value) => spellings(value).some((spelling) => text.includes(spelling));
    return [...this.#secrets].filter(([value]) => isIn(value)).map(([, name]) => name);
  }

  /** A place where no secret belongs. */
  put(place, text) {
    this.#places.push([place, text]);
  }

  /** Names of the secrets that were sent to the site as they should be: so they were in play. */
  async inPlay() {
    await Promise.all(this.#reading);
    return [...new Set(this.#sent.flatMap((text) => this.#found(text)))].sort();
  }

  /** What has been found where since the last time, the page's own places included. */
  async findings() {
    await Promise.all(this.#reading.splice(0));
    for (const [place, text] of Object.entries(await this.page.evaluate(lookAround))) this.put(place, text);
    const found = this.#places.splice(0).flatMap(([place, text]) => this.#found(text).map((name) => `${name} in ${place}`));
    return [...new Set(found)].sort();
  }
}

/** As it is, in a URL, in a form, in JSON, and in Base64 at each of the three offsets, of which the middle is the same. */
function spellings(value) {
  const inForm = new URLSearchParams({ value }).toString().slice("value=".length);
  const inBase64 = ["", "x", "xx"].map((before) => Buffer.from(before + value).toString("base64").slice(4, -4));
  return [value, encodeURIComponent(value), inForm, JSON.stringify(value).slice(1, -1), ...inBase64];
}

/** Runs in the page: all that outlives a call, or that another script may read without asking the SDK. */
async function lookAround() {
  const done = (request) =>
    new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
  const databases = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      databases.push(JSON.stringify(await done(database.transaction(store).objectStore(store).getAll())));
    }
    database.close();
  }
  const cached = [];
  for (const name of await caches.keys()) cached.push(...(await (await caches.open(name)).keys()).map(({ url }) => url));
  return {
    "what the calls told": globalThis.told?.splice(0).join("\n") ?? "",
    "the page's address": location.href,
    "the history": JSON.stringify(history.state) + document.referrer,
    "the markup": document.documentElement.outerHTML + document.title + window.name,
    "a cookie": document.cookie,
    localStorage: JSON.stringify({ ...localStorage }),
    sessionStorage: JSON.stringify({ ...sessionStorage }),
    IndexedDB: databases.join(),
    "a cache": cached.join("\n"),
    "a performance entry": performance.getEntries().map(({ name }) => name).join("\n"),
    "a global": Object.values({ ...globalThis }).filter((value) => typeof value === "string").join("\n"),
  };
}
