// A model site in the same process.
import { modelWasm } from "#wasm";
import { fetchOf } from "./fetch.js";
import { Host, load } from "./host.js";

export async function createModelSite(settings = {}, { origin = "https://model-site.test", wasm = modelWasm } = {}) {
  await load(typeof wasm === "function" ? wasm : () => wasm);
  return new ModelSite(new Host({ origin: new URL(origin).origin, config: settings }), new URL(origin).origin);
}

class ModelSite {
  #host;

  constructor(host, origin) {
    this.#host = host;
    const { id, siteUrl, clientId, clientSecret, redirectUri, orgId } = JSON.parse(host.model.demo());
    Object.assign(this, { id, siteUrl, clientId, clientSecret, redirectUri, orgId });
    this.fetch = fetchOf(host, origin);
  }

  get users() {
    return this.#door("GET").users;
  }

  get settings() {
    return this.#door("GET").settings;
  }

  patch(settings) {
    this.#door("PATCH", "", settings);
  }

  outbox() {
    return this.#door("GET", "/outbox");
  }

  requests() {
    return this.#door("GET", "/requests");
  }

  clearRequests() {
    this.#door("DELETE", "/requests");
  }

  advance(ms) {
    if (!(ms >= 0)) throw new RangeError("advance: milliseconds, not negative");
    return this.#door("POST", "/clock", { advanceSec: ms / 1000 }).now;
  }

  fault(...faults) {
    if (faults.length > 0) this.#door("POST", "/faults", faults);
  }

  clearFaults() {
    this.#door("POST", "/faults", []);
  }

  oauthSessions() {
    return this.#door("GET", "/oauth-sessions");
  }

  endOauthSession(id) {
    this.#door("DELETE", `/oauth-sessions/${encodeURIComponent(id)}`);
  }

  addApp(app = {}) {
    return this.#door("POST", "/apps", { app });
  }

  removeApp(clientId) {
    this.#door("DELETE", `/apps/${encodeURIComponent(clientId)}`);
  }

  #door(method, path = "", value) {
    const body = value === undefined ? "" : JSON.stringify(value);
    const answer = this.#host.ask(method, `/__model/sites/${this.id}${path}`, body);
    const text = new TextDecoder().decode(answer.body);
    if (answer.status >= 400) throw new Error(JSON.parse(text).message);
    return text === "" ? undefined : JSON.parse(text);
  }
}
