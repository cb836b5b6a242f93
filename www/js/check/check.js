/** What the steps of one run share: the values, the clients, and what was learned on the way. */

import { ask } from "./probe.js";
import { witness } from "./witness.js";

/** @typedef {import("../../pkg/index.js").HeadlessClient} HeadlessClient */
/** @typedef {import("../../pkg/index.js").ClientConfig} ClientConfig */
/** @typedef {import("../../pkg/index.js").Session} Session */
/** @typedef {import("./input.js").Values} Values */
/** @typedef {import("./probe.js").Answer} Answer */
/** @typedef {Awaited<ReturnType<typeof witness<Session>>>} Attempt */

export const ECHO = "/services/oauth2/echo";

/** An SDK call gets so long; a probe less. */
const TIMEOUT_MS = 20_000;

export class Check {
  /** The site's answer to the bare headless question of the preflight step. @type {Answer | undefined} */
  headless;

  /** The client that the test user signs in with. @type {HeadlessClient | undefined} */
  userClient;

  /** What authorize said to the user, or to nobody. @type {Attempt | undefined} */
  attempt;

  /** What the guest flow came to, if it was tried. @type {Attempt | undefined} */
  guest;

  /** Where the discovery document says the keys are. @type {string | undefined} */
  keysAddress;

  /** @type {HeadlessClient[]} */
  #clients = [];

  /**
   * @param {Values} values  @param {AbortSignal} signal
   * @param {(config: ClientConfig) => Promise<HeadlessClient>} createClient
   */
  constructor(values, signal, createClient) {
    this.values = values;
    this.signal = signal;
    this.createClient = createClient;
    this.site = values.siteUrl.replace(/\/$/, "");
    this.origin = new URL(this.site).origin;
    this.callback = values.redirectUri || this.site + ECHO;
  }

  /** Then the browser asks nobody for leave, and CORS cannot be seen. */
  get isOwnOrigin() {
    return this.origin === location.origin;
  }

  /** @param {string} path  @param {Omit<Parameters<typeof ask>[1], "signal">} [options] */
  ask(path, options) {
    return this.askAt(this.site + path, options);
  }

  /** @param {string} address  @param {Omit<Parameters<typeof ask>[1], "signal">} [options] */
  askAt(address, options) {
    return ask(address, { ...options, signal: this.signal });
  }

  /** A question that names nothing. What it is refused with does not matter, only whether the refusal can be read. */
  askToken() {
    return this.ask("/services/oauth2/token", { method: "POST", form: {} });
  }

  /**
   * The flow by its name, and neither an app nor a user.
   * @param {boolean} isHeadless  with the one header that every headless request has
   */
  askAuthorize(isHeadless) {
    const header = /** @type {[string, string] | undefined} */ (isHeadless ? ["Auth-Request-Type", "Named-User"] : undefined);
    return this.ask("/services/oauth2/authorize", { method: "POST", form: { response_type: "code_credentials" }, header });
  }

  /** With the header that a redirect keeps, which makes for a preflight of its own. */
  askCallback() {
    return this.askAt(this.callback, { header: ["Auth-Request-Type", "Named-User"] });
  }

  /** @param {Partial<ClientConfig>} [changes] */
  async client(changes) {
    const { siteUrl, clientId, redirectUri, scopes } = this.values;
    /** @type {ClientConfig} */
    const config = { siteUrl, clientId, storage: "memory", timeoutMs: TIMEOUT_MS };
    if (redirectUri) config.redirectUri = redirectUri;
    if (scopes.length) config.scopes = scopes;
    const client = await this.createClient({ ...config, ...changes });
    this.#clients.push(client);
    return client;
  }

  /** @param {HeadlessClient} client  @returns {Promise<Attempt>} */
  async login(client, user = madeUpUser()) {
    return watched(() => client.login({ ...user, signal: this.signal }));
  }

  /** What an app would be told here. Nobody's name and password are sent. @param {Partial<ClientConfig>} [changes] */
  async askAsStranger(changes) {
    return this.login(await this.client(changes));
  }

  /** Ends every session of this run, also after a stop. */
  async signOut() {
    const clients = this.#clients.splice(0);
    const signedIn = clients.filter((client) => client.session());
    const { exchanges } = await watched(() => Promise.all(signedIn.map((client) => client.logout())));
    for (const client of clients) client.close();
    return exchanges;
  }
}

/**
 * A call of the SDK, with its requests; one at a time. A stop is the run's, not the step's.
 * @template T
 * @param {() => Promise<T>} call
 */
export async function watched(call) {
  const outcome = await witness(call);
  if (outcome.error?.code === "aborted") throw new DOMException("Stopped", "AbortError");
  return outcome;
}

/** Nobody's: the domain cannot exist (RFC 2606), and the password is made for this one request. */
function madeUpUser() {
  return { username: `setup-check-${crypto.randomUUID().slice(0, 8)}@example.invalid`, password: `${crypto.randomUUID()}A` };
}
