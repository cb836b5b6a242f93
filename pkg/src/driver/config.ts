import { hasSecret } from "../secret.js";
import type { ClientConfig, CustomStorage } from "../types/config.js";
import { Arguments, BAD_CONFIG, filled, number, oneOf, type Read, seconds, text } from "./arguments.js";
import type { Instantiate, Load } from "./instance.js";

/** A configuration: what the core is told of it, the app's own store, and another build of the core. */
export interface Config {
  readonly settings: { readonly siteUrl: string };
  readonly store: CustomStorage | undefined;
  /** Loads the core that the app has in place of WebAssembly. */
  readonly fallback: Load | undefined;
}

/** Far more than Salesforce has. */
const MOST_SCOPES = 1000;

/** Reads the `config` of `createClient`. @throws {Refusal} */
export function readConfig(given: unknown): Config {
  const config: Arguments = new Arguments(given, BAD_CONFIG, "config");
  config.must(!hasSecret(given), "secret");
  const settings = {
    siteUrl: config.required("siteUrl", filled, "siteUrl"),
    clientId: config.required("clientId", filled, "clientId"),
    redirectUri: config.optional("redirectUri", text, "callback"),
    scopes: config.optional("scopes", scopes, "scopes"),
    credentials: config.optional("credentials", oneOf("body", "header"), "credentials"),
    otpCredentials: config.optional("otpCredentials", oneOf("header", "body"), "otpCredentials"),
    timeoutMs: config.optional("timeoutMs", millis, "timeoutMs"),
    clockToleranceMs: config.optional("clockToleranceSec", seconds, "clockToleranceSec"),
    idToken: config.optional("idToken", oneOf("claims", "signature"), "idToken"),
  };
  const storage = config.optional("storage", storageOf, "storageKind");
  const fallback = config.optional("fallback", fallbackOf, "fallback");
  return typeof storage === "object"
    ? { settings: Object.assign(settings, { storage: "own" }), store: storage, fallback }
    : { settings: Object.assign(settings, { storage }), store: undefined, fallback };
}

const millis: Read<number> = (value) => {
  const given = number(value);
  return given === undefined ? undefined : Math.min(Math.ceil(given), Number.MAX_SAFE_INTEGER);
};

const scopes: Read<string[]> = (value) => {
  if (!Array.isArray(value) || value.length > MOST_SCOPES) return undefined;
  const names = Array.from({ length: value.length }, (_, index) => filled(value[index])); // not by an iterator, which is anybody's
  return names.includes(undefined) ? undefined : (names as string[]);
};

const storageOf: Read<"memory" | "session" | "local" | CustomStorage> = (value) => {
  if (typeof value === "string") return oneOf("memory", "session", "local")(value);
  const { get, set, remove } = value as CustomStorage;
  if (![get, set, remove].every((method) => typeof method === "function")) return undefined;
  return { get: get.bind(value), set: set.bind(value), remove: remove.bind(value) };
};

const fallbackOf: Read<Load> = (value) =>
  typeof value === "function" ? async () => (await (value as Fallback)()).core as Instantiate : undefined;

type Fallback = NonNullable<ClientConfig["fallback"]>;
