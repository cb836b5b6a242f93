/**
 * Finds out which Salesforce site this page talks to.
 *
 * 1. `config.js`, if a developer filled it in. Then nothing else is looked at.
 * 2. Only on a developer's own machine: `?siteUrl=…&clientId=…`, then the model site that serves this page.
 *
 * The address bar must never have a say on a public host: a link such as `?siteUrl=https://evil.example` would send
 * what customers type to whoever wrote the link.
 */

/**
 * @typedef {object} Site
 * @property {string} siteUrl
 * @property {string} clientId
 * @property {"config.js" | "the address bar" | "the model site"} from
 * @property {string} provider  For social sign-on; empty where there is none.
 * @property {(action: string) => Promise<string | undefined>} recaptcha  Asks the widget for a token.
 * @property {string} [modelDoor]  Control door of the model site, if it is one: its request log, its outbox.
 * @property {{ username: string, password: string }} [demoUser]  Only from the model site, which invents its users.
 */

/** @typedef {typeof import("../config.js").config} Config */

/** Of the demo site, on the server that this page comes from. A real Salesforce site has no such address. */
const MODEL_DOOR = "/__model/sites/portal";

/** What is the same at every model site: its one provider, and the reCAPTCHA token that it lets pass. */
const MODEL = { provider: "Model_IDP", recaptcha: async () => "ok" };

/** @param {Config} config  @returns {Promise<Site>} */
export async function findSite(config, address = location) {
  if (config.siteUrl || config.clientId) return { ...config, from: "config.js" };

  if (!isThisMachine(address.hostname)) {
    throw new Error("www/config.js names no site. Fill in siteUrl and clientId.");
  }
  return (await fromAddressBar(address, config)) ?? (await fromModelSite());
}

/** @param {string} hostname */
function isThisMachine(hostname) {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname) || hostname.endsWith(".localhost");
}

/** @param {Location} address  @param {Config} config  @returns {Promise<Site | undefined>} */
async function fromAddressBar(address, config) {
  const query = new URLSearchParams(address.search);
  const siteUrl = query.get("siteUrl");
  const clientId = query.get("clientId");
  if (!siteUrl || !clientId) return undefined;

  const modelDoor = await doorOf(siteUrl);
  return { ...config, ...(modelDoor && { ...MODEL, modelDoor }), siteUrl, clientId, from: "the address bar" };
}

/** The control door, if this is another site of a model on this machine. @param {string} siteUrl */
async function doorOf(siteUrl) {
  const url = URL.canParse(siteUrl) ? new URL(siteUrl) : undefined;
  if (url?.protocol !== "http:" || !isThisMachine(url.hostname)) return undefined;
  const door = `${url.origin}/__model/sites${url.pathname.replace(/\/$/, "")}`;
  const answer = await fetch(door).catch(() => undefined);
  return answer?.ok ? door : undefined;
}

/** @returns {Promise<Site>} */
async function fromModelSite() {
  const answer = await fetch(MODEL_DOOR).catch(() => undefined);
  const demo = answer?.ok && (await answer.json().catch(() => undefined));
  if (!demo) {
    throw new Error(
      "No site. Start the model by `cargo xtask demo`, fill in www/config.js, or add ?siteUrl=…&clientId=… to the address.",
    );
  }
  const { siteUrl, clientId, users } = demo;
  return { ...MODEL, siteUrl, clientId, from: "the model site", modelDoor: MODEL_DOOR, demoUser: users?.[0] };
}
