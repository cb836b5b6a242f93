/**
 * Which policy refused, as far as an answer tells. Several policies share an answer; of those, one is named only if a setting of
 * it differs from a site that is set up correctly.
 */

import { comparison } from "./settings.js";

/** An answer in the words of the policy table: `400 invalid_grant / authentication failure`, `HTML page`, `404 NOT_FOUND`. */
export function lineOf({ status, contentType, body }) {
  if (contentType.startsWith("text/html")) return "HTML page";
  const json = parsed(body);
  if (json?.error && json.error_description) return `${status} ${json.error} / ${json.error_description}`;
  if (json?.error) return `${status} ${json.error}`;
  if (json?.[0]?.errorCode) return `${status} ${json[0].errorCode}`;
  return `${status} ${body}`.trim();
}

/** JSON as a value; `undefined` where it is none. */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @returns {any[]} the policies that have this answer and are set to refuse, the first check first */
export function suspects(catalog, state, line, username) {
  const compared = comparison(catalog, state.settings, "ready", state.siteUrl);
  const refuses = ({ answer, settings, mentions }) =>
    answer.split("; ").some((one) => one === line) &&
    [...settings, ...mentions].some((path) => compared.isChanged(path, username));
  const found = catalog.policies.filter(refuses);
  // Two rows on one setting, such as its two values: the setting is what counts.
  return found.filter(({ settings }, index) => index === 0 || settings.length > 0);
}

/** Why a page got no answer it may read, if its origin is the reason. */
export function corsSuspect(catalog, { settings, siteUrl }, origin) {
  if (new URL(siteUrl).origin === origin) return undefined;
  const find = (id) => catalog.policies.find((policy) => policy.id === id);
  if (!settings.corsOrigins.some((entry) => matches(entry, origin))) return find("org-cors-allow-list");
  return settings.org.enableOauthCorsPolicy ? undefined : find("org-oauth-cors");
}

/** A `*` in front stands for every host that ends so. */
function matches(entry, origin) {
  const [scheme, host] = entry.split("://");
  const [ownScheme, ownHost] = origin.split("://");
  const [wanted, is] = [host.toLowerCase(), ownHost.toLowerCase()];
  const fits = wanted.startsWith("*") ? is.endsWith(wanted.slice(1)) : wanted === is;
  return scheme === ownScheme && fits;
}
