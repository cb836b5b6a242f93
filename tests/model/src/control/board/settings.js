/**
 * Settings as plain data: reading one by its path, comparing with a preset, and writing a body for the control door. No page
 * is needed for any of it. A path of a user, `users.isActive`, goes with a username.
 */

const USERS = "users.";

const sameName = (one, other) => one.toLowerCase() === other.toLowerCase();
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The settings of a preset, as a site with this address would have them. */
export function presetOf(catalog, name, siteUrl) {
  return JSON.parse(JSON.stringify(catalog.presets[name]).replaceAll("{siteUrl}", siteUrl));
}

/** @param {string} path  @param {string} [username] */
export function valueAt(settings, path, username) {
  if (path.startsWith(USERS)) return userOf(settings, username)?.[path.slice(USERS.length)];
  const value = path.split(".").reduce((inner, key) => inner?.[key], settings);
  // Left out where the kind of app decides.
  return path === "app.isPkceRequired" ? (value ?? settings.app.kind === "ECA") : value;
}

const userOf = (settings, username) => settings.users.find((user) => sameName(user.username, username ?? ""));

/** The body of a PATCH that sets one setting. */
export function patchOf(path, value, username) {
  if (path.startsWith(USERS)) return { users: [{ username, [path.slice(USERS.length)]: value }] };
  return path.split(".").reduceRight((inner, key) => ({ [key]: inner }), value);
}

/** Compares a site's settings with one preset. */
export function comparison(catalog, settings, presetName, siteUrl) {
  const preset = presetOf(catalog, presetName, siteUrl);
  const isOwn = ownAddresses(siteUrl);

  const presetValue = (path, username) => {
    if (!path.startsWith(USERS)) return valueAt(preset, path);
    return madeUser(catalog, userOf(preset, username) ?? { username })[path.slice(USERS.length)];
  };

  return {
    presetValue,

    /** What a press on "Back to …" sets. */
    restored(path, username) {
      const value = presetValue(path, username);
      return path in OWN && (value.length || !OWN[path].emptyCounts) ? kept(valueAt(settings, path), value, isOwn) : value;
    },

    /** Addresses of the server itself count for nothing: the demo site has them so that its shop works. */
    isChanged(path, username) {
      if (path.startsWith(USERS) && !userOf(settings, username)) return false; // nobody of that name
      const tidy = (value) => tidied(path, value, isOwn);
      return !same(tidy(valueAt(settings, path, username)), tidy(presetValue(path, username)));
    },
  };
}

/** Lists of addresses that the server's own may be among. An app without any callback differs from one with the site's echo. */
const OWN = { corsOrigins: { emptyCounts: false }, "app.callbackUrls": { emptyCounts: true } };

/** The preset's addresses, and of those that are there the server's own. */
function kept(now, then, isOwn) {
  return [...then, ...now.filter((address) => isOwn(address) && !then.includes(address))];
}

function tidied(path, value, isOwn) {
  if (path in OWN) {
    const foreign = value.filter((address) => !isOwn(address));
    return { foreign, isEmpty: OWN[path].emptyCounts && value.length === 0 };
  }
  return path === "org.profiles" ? withoutEmpty(value) : value;
}

/** A profile can be emptied by a patch, but not taken away; empty it says nothing. */
const withoutEmpty = (profiles) =>
  Object.fromEntries(Object.entries(profiles).filter(([, { sessionTimeoutInMinutes: minutes }]) => minutes !== null));

/** Whether an address is the model's own, by either name of this machine. */
function ownAddresses(siteUrl) {
  const names = ["localhost", "127.0.0.1"];
  const own = new URL(siteUrl);
  return (address) => {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const isSameHost = url?.host === own.host || (names.includes(own.hostname) && names.includes(url?.hostname));
    return Boolean(url) && isSameHost && url.port === own.port;
  };
}

/** A user with every key, as the control door makes one. */
const madeUser = (catalog, user) => ({ ...catalog.user, email: user.username, ...user });

/** The preset that a site has most in common with. */
export const nearestPreset = (catalog, settings, siteUrl) =>
  ["ready", "fresh"]
    .map((name) => [name, JSON.stringify(bodyOf(catalog, settings, name, siteUrl)).length])
    .reduce((best, one) => (one[1] < best[1] ? one : best))[0];

/** A value, for another site: a callback at this one would lead to this one. */
function told(path, value, isOwn) {
  if (path === "app.callbackUrls") return value.filter((address) => !isOwn(address));
  return path === "org.profiles" ? withoutEmpty(value) : value;
}

/**
 * The shortest body of `POST /__model/sites` that makes a site with these settings. Callbacks at this server are left out where
 * the preset brings one of its own: in another site they would lead to this one.
 */
export function bodyOf(catalog, settings, presetName, siteUrl) {
  const compared = comparison(catalog, settings, presetName, siteUrl);
  const isOwn = ownAddresses(siteUrl);
  const body = { preset: presetName };
  for (const { path } of catalog.settings) {
    if (path.startsWith(USERS)) continue;
    const value = valueAt(settings, path);
    const isDifferent = path === "corsOrigins" ? !same(value, compared.presetValue(path)) : compared.isChanged(path);
    if (isDifferent) merge(body, patchOf(path, told(path, value, isOwn)));
  }
  const users = settings.users.map((user) => briefUser(catalog, user));
  const presetUsers = presetOf(catalog, presetName, siteUrl).users.map((user) => briefUser(catalog, user));
  if (!same(users, presetUsers)) body.users = users;
  return body;
}

/** A user by what no other has. */
function briefUser(catalog, user) {
  const usual = madeUser(catalog, { username: user.username });
  const isTold = ([key, value]) => key === "username" || key === "password" || !same(value, usual[key]);
  return Object.fromEntries(Object.entries(user).filter(isTold));
}

function merge(target, source) {
  for (const [key, value] of Object.entries(source)) {
    const isNested = value && typeof value === "object" && !Array.isArray(value) && target[key];
    if (isNested) merge(target[key], value);
    else target[key] = value;
  }
}

/**
 * The body of a PATCH that sets a live site back to a preset. Users stay, in the state of a new one; so do the addresses of this
 * server, without which its own shop would be shut out.
 */
export function resetOf(catalog, settings, presetName, siteUrl) {
  const { org, site, app, corsOrigins, switches, users } = presetOf(catalog, presetName, siteUrl);
  const isOwn = ownAddresses(siteUrl);
  const emptied = Object.keys(settings.org.profiles).map((name) => [name, { sessionTimeoutInMinutes: null }]);
  const identity = ["username", "password", "email", "firstName", "lastName", "mobilePhone", "profile"];
  const state = Object.fromEntries(Object.entries(catalog.user).filter(([key]) => !identity.includes(key)));
  return {
    org: { ...org, profiles: { ...Object.fromEntries(emptied), ...org.profiles } },
    site,
    app: {
      ...app,
      isPkceRequired: app.isPkceRequired ?? true,
      callbackUrls: app.callbackUrls.length ? kept(settings.app.callbackUrls, app.callbackUrls, isOwn) : [],
    },
    corsOrigins: kept(settings.corsOrigins, corsOrigins, isOwn),
    switches,
    users: settings.users.map(({ username }) => ({
      username,
      ...(users.find((user) => sameName(user.username, username)) ?? state),
    })),
  };
}
