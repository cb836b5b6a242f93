// What each call takes. It is read at once and completely, so that a form may be cleared as soon as the call is made.
import type { HintName } from "../failure.js";
import { Arguments, BAD_ARGUMENT, filled, flag, isObject, json, oneOf, type Read, seconds, text } from "./arguments.js";
import { CallerSignal, readSignal } from "./signal.js";

/** What the core is told, by the names of the calls. */
const JOURNEYS = {
  login: (args: Arguments) => ({ ...person(args), password: required(args, "password") }),
  continueAsGuest: (args: Arguments) => ({ uvid: args.optional("uvid", text, "uvid") }),
  startRegistration: (args: Arguments) => ({
    firstName: required(args, "firstName"),
    lastName: required(args, "lastName"),
    email: required(args, "email"),
    username: required(args, "username"),
    password: required(args, "password"),
    method: method(args),
    customData: args.optional("customData", json, "customData"),
    ...options(args),
    ...template(args),
  }),
  completeRegistration: code,
  startPasswordlessLogin: (args: Arguments) => ({ ...person(args), method: method(args), ...options(args) }),
  completePasswordlessLogin: code,
  startPasswordReset: (args: Arguments) => ({ ...person(args), ...options(args), ...template(args) }),
  completePasswordReset: (args: Arguments) => ({
    username: required(args, "username"),
    otp: required(args, "otp"),
    newPassword: args.required("newPassword", filled, "password"),
  }),
  socialSignOnUrl: (args: Arguments) => ({
    provider: required(args, "provider"),
    redirectUri: required(args, "redirectUri"),
    returnTo: args.optional("returnTo", text, "returnTo"),
  }),
  completeSocialSignOn: (_: Arguments, address: unknown) => ({
    url: text(address) ?? new Arguments(address, BAD_ARGUMENT, "callbackUrl").required("href", filled, "callbackUrl"),
  }),
  getAccessToken: (args: Arguments, beside: unknown) => ({
    minTtlMs: args.optional("minTtlSec", seconds, "minTtlSec"),
    forceRefresh: args.optional("forceRefresh", flag, "forceRefresh"),
    ...(beside as object),
  }),
  userInfo: () => ({}),
  logout: (args: Arguments) => ({ toGuest: args.optional("toGuest", flag, "toGuest") }),
};

export type CallName = keyof typeof JOURNEYS;

/** These do without arguments. */
const OPTIONAL: readonly CallName[] = ["continueAsGuest", "completeSocialSignOn", "getAccessToken", "userInfo", "logout"];

/**
 * Reads what a call takes, with one value beside its arguments where it takes that.
 *
 * @throws {Refusal}
 */
export function readCall(name: CallName, given: unknown, beside?: unknown): { args: object; signal: CallerSignal | undefined } {
  const isAbsent = (given === undefined || given === null) && OPTIONAL.includes(name);
  const args = new Arguments(isAbsent ? {} : given, BAD_ARGUMENT, "argument");
  return { args: JOURNEYS[name](args, beside), signal: args.optional("signal", readSignal, "signal") };
}

const required = (args: Arguments, key: HintName): string => args.required(key, filled, key);

function person(args: Arguments): { username?: string | undefined; loginHint?: string | undefined; customData?: string | undefined } {
  const username = args.optional("username", text, "person");
  const loginHint = args.optional("loginHint", text, "person");
  args.must((username === undefined) !== (loginHint === undefined), "person");
  // A username does not meet the discovery handler that it is for.
  const customData = loginHint === undefined ? undefined : args.optional("customData", json, "customData");
  return { username, loginHint, customData };
}

const method = (args: Arguments) => args.required("method", oneOf("email", "sms"), "method");

function code(args: Arguments) {
  return { identifier: required(args, "identifier"), method: method(args), otp: required(args, "otp") };
}

function options(args: Arguments) {
  return {
    recaptcha: args.optional("recaptcha", recaptcha, "recaptcha"),
    bearer: args.optional("bearer", bearer, "bearer"),
  };
}

const template = (args: Arguments) => ({ emailTemplate: args.optional("emailTemplate", text, "emailTemplate") });

/** The token of v2 or v3, or the facts of an Enterprise event. */
function recaptcha(value: unknown): object | undefined {
  if (!isObject(value)) {
    const token = filled(value);
    return token === undefined ? undefined : { token };
  }
  const event = new Arguments(value, BAD_ARGUMENT, "recaptcha");
  return {
    token: event.required("token", filled, "recaptcha"),
    siteKey: event.required("siteKey", filled, "recaptcha"),
    expectedAction: event.optional("expectedAction", text, "recaptcha"),
    projectId: event.required("projectId", filled, "recaptcha"),
  };
}

/** What may stand in a header. */
const bearer: Read<string> = (value) => (typeof value === "string" && /^[!-~]+$/.test(value) ? value : undefined);
