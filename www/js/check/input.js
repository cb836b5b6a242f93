/** What was typed, and what can be said about it before anything is sent. What the SDK checks itself is not repeated here. */

/**
 * @typedef {object} Values
 * @property {string} siteUrl
 * @property {string} clientId
 * @property {{ username: string, password: string } | undefined} user
 * @property {string} redirectUri  Empty for the site's own echo.
 * @property {string[]} scopes  Empty for the app's own.
 * @property {boolean} guests
 */

/** @typedef {{ field: string, text: string }} Problem */

/**
 * A password is taken as typed; everything else may have come with a space.
 * @param {HTMLFormElement} form  @returns {Values}
 */
export function read(form) {
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  const text = (/** @type {string} */ name) => field(name).value.trim();
  const [username, password] = [text("username"), field("password").value];
  return {
    siteUrl: text("siteUrl"),
    clientId: text("clientId"),
    user: username || password ? { username, password } : undefined,
    redirectUri: text("redirectUri"),
    scopes: text("scopes").split(/[\s,]+/).filter(Boolean),
    guests: field("guests").checked,
  };
}

/** Login hosts and the org's own: none of them has headless endpoints. */
const NO_SITE_HOST = /^(login|test|www)\.salesforce\.com$|\.my\.salesforce\.com$|\.lightning\.force\.com$/;

/** Consumer secrets are long numbers or hexadecimal; a consumer key is neither. */
const SECRET_LIKE = /^(\d{15,}|[0-9a-f]{64})$/i;

/** What leads below the prefix: pages and endpoints of a site. */
const BELOW_PREFIX = /\/(services|s|login|secur|id|\.well-known)(\/|$)/;

/** @param {Values} values  @returns {Problem | undefined} */
export function judge({ siteUrl, clientId, user }) {
  const about = (/** @type {string} */ field, /** @type {string} */ text) => ({ field, text });
  if (!siteUrl) return about("siteUrl", "Enter your site's address.");
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(siteUrl)) {
    return about("siteUrl", "This is not a full address. Begin it with https://");
  }
  if (!URL.canParse(siteUrl)) return about("siteUrl", "This is not an address.");
  const { hostname, pathname } = new URL(siteUrl);
  if (NO_SITE_HOST.test(hostname)) {
    const text = "This host has no headless endpoints. Enter the Experience Cloud site's host, such as acme.my.site.com.";
    return about("siteUrl", text);
  }
  if (BELOW_PREFIX.test(pathname)) {
    return about("siteUrl", "Enter the site's address up to its prefix, without the path of a page or an endpoint.");
  }
  if (!clientId) return about("clientId", "Enter the app's consumer key.");
  if (SECRET_LIKE.test(clientId)) {
    const text = "This looks like the consumer secret. Nothing was sent. A browser needs the key and must not have the secret.";
    return about("clientId", text);
  }
  if (/\s/.test(clientId)) return about("clientId", "A consumer key has no spaces.");
  if (user && !user.username) return about("username", "Enter the test user's name too, or leave both empty.");
  if (user && !user.password) return about("password", "Enter the test user's password too, or leave both empty.");
  return undefined;
}

/**
 * Which field an `invalid_config` of the SDK is about: its hint begins with the name.
 * @param {import("../../pkg/index.js").HeadlessIdentityError} error  @returns {Problem}
 */
export function blame({ hint }) {
  const field = ["siteUrl", "clientId", "redirectUri", "scopes"].find((name) => hint.startsWith(name)) ?? "siteUrl";
  return { field, text: hint };
}
