import { version } from "built:version";
import { hasSecret } from "../secret.js";
import type { ClientConfig } from "../types/config.js";
import { SharedClient } from "./shared.js";

/** On the page and not in this module: a page may have this package several times, and a dev server runs modules again. */
const CLIENTS = Symbol.for(`headless-identity.clients@${version}`);

type Page = typeof globalThis & { [CLIENTS]?: Set<SharedClient> };

/** What `createClient` reads. */
const KEYS = [
  "siteUrl",
  "clientId",
  "redirectUri",
  "scopes",
  "credentials",
  "otpCredentials",
  "timeoutMs",
  "clockToleranceSec",
  "storage",
  "idToken",
  "fallback",
] as const satisfies readonly (keyof ClientConfig)[];

/** Does not compile where one is missing above. */
true satisfies [Exclude<keyof ClientConfig, (typeof KEYS)[number]>] extends [never] ? true : never;

/** In place of any key that is named like a client secret. */
const SECRET = "secret";

/** The one client of this config in this page or worker; `undefined` on a server. The caller may change the config afterwards. */
export function sharedClient(given: ClientConfig): SharedClient | undefined {
  if (typeof document === "undefined" && !isWorker()) return undefined;
  const clients = ((globalThis as Page)[CLIENTS] ??= new Set());
  const config = snapshot(given);
  const find = () => [...clients].find((client) => isSame(client.config, config));
  const known = find();
  if (known) {
    // Any fallback gives the same core; the newest is the one whose module is still there after a hot reload.
    if (config.fallback) known.config.fallback = config.fallback;
    return known;
  }
  const client: SharedClient = new SharedClient(config, (isHeld) => {
    if (!isHeld) clients.delete(client);
    else if (!find()) clients.add(client); // another one may have taken its place while it had no user
  });
  clients.add(client); // before its first user: several providers may render before the first one is mounted
  return client;
}

/** A browser's worker: each has this function, also one that is a module. Servers that are built like workers do not have it. */
function isWorker(): boolean {
  return typeof (globalThis as { importScripts?: unknown }).importScripts === "function";
}

/** What `createClient` reads of a config. The class of a config may have getters, so members are read by their names. */
function snapshot(given: ClientConfig): ClientConfig {
  const config: Record<string, unknown> = {};
  for (const key of KEYS) {
    try {
      const value: unknown = given[key] ?? undefined;
      config[key] = Array.isArray(value) ? Array.from({ length: value.length }, (_, index) => value[index] as unknown) : value;
    } catch {
      config[key] = Symbol(); // valid for no key, and equal to nothing: this client rejects with `invalid_config`
    }
  }
  if (hasSecret(given)) config[SECRET] = true; // refused by its name
  return config as unknown as ClientConfig;
}

function isSame(a: ClientConfig, b: ClientConfig): boolean {
  return [...KEYS, SECRET].every((key) => {
    const [one, other] = [a, b].map((config): unknown => config[key as keyof ClientConfig]);
    if (key === "fallback" || Object.is(one, other)) return true;
    if (key === "siteUrl") return site(one) === site(other);
    return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((each, index) => each === other[index]);
  });
}

/** As the core sees it: the letter case of a host does not matter, nor does one slash at the end. */
function site(url: unknown): unknown {
  return typeof url === "string" ? url.replace(/^\w+:..[^/]*|\/$/g, (part) => (part === "/" ? "" : part.toLowerCase())) : url;
}
