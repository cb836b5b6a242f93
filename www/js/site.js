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
 * @property {{ username: string, password: string }} [demoUser]  Only from the model site, which invents its users.
 */

/** Where the model site describes its demo site. A real Salesforce site has no such address. */
const MODEL_DOOR = "/__model/sites/portal";

/** The one provider of every model site. */
const MODEL_PROVIDER = "Model_IDP";

/** @param {{ siteUrl: string, clientId: string, provider: string }} config  @returns {Promise<Site>} */
export async function findSite(config, address = location) {
  if (config.siteUrl || config.clientId) return { ...config, from: "config.js" };

  if (!isThisMachine(address.hostname)) {
    throw new Error("www/config.js names no site. Fill in siteUrl and clientId.");
  }
  return fromAddressBar(address) ?? (await fromModelSite());
}

/** @param {string} hostname */
function isThisMachine(hostname) {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname) || hostname.endsWith(".localhost");
}

/** @param {Location} address  @returns {Site | undefined} */
function fromAddressBar(address) {
  const query = new URLSearchParams(address.search);
  const siteUrl = query.get("siteUrl");
  const clientId = query.get("clientId");
  return siteUrl && clientId
    ? { siteUrl, clientId, provider: query.get("provider") ?? MODEL_PROVIDER, from: "the address bar" }
    : undefined;
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
  return {
    siteUrl: demo.siteUrl,
    clientId: demo.clientId,
    provider: MODEL_PROVIDER,
    from: "the model site",
    demoUser: demo.users?.[0],
  };
}
