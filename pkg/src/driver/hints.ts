/** What is wrong with an argument. */
export const BAD_ARGUMENT = {
  code: "invalid_argument",
  step: "argument",
  message: "An argument is missing or not valid.",
  retryable: false,
} as const;

/** What is wrong with a configuration. */
export const BAD_CONFIG = {
  code: "invalid_config",
  step: "config",
  message: "The client's configuration is not valid.",
  retryable: false,
} as const;

/** What each value must be, by the name of the value. */
export const HINTS = {
  argument: "The argument must be an object.",
  config: "The configuration must be an object.",
  secret: "A browser is a public client: take the client secret out of the page, and let the app require none.",
  siteUrl: "siteUrl must be a string: the site's address with its prefix.",
  clientId: "clientId must be a string: the app's consumer key.",
  callback: "redirectUri must be a string: a callback URL of the app.",
  scopes: "scopes must be an array of scope names, each without space or comma.",
  credentials: 'credentials must be "body" or "header".',
  otpCredentials: 'otpCredentials must be "header" or "body".',
  timeoutMs: "timeoutMs must be a positive number of milliseconds.",
  clockToleranceSec: "clockToleranceSec must be a number of seconds, not negative.",
  idToken: 'idToken must be "claims" or "signature".',
  storage: 'storage must be "memory", "session", "local", or an object with get, set and remove.',
  person: "Give either username or loginHint, a non-empty string.",
  password: "The password must be a non-empty string.",
  customData: "customData must be an object that has a JSON form.",
  uvid: "uvid must be a string: a version 4 UUID.",
  firstName: "firstName must be a non-empty string.",
  lastName: "lastName must be a non-empty string.",
  email: "email must be a non-empty string.",
  username: "username must be a non-empty string.",
  method: 'method must be "email" or "sms".',
  recaptcha: "recaptcha must be a token, or { token, siteKey, expectedAction?, projectId }.",
  emailTemplate: "emailTemplate must be a string: an id or a name.",
  bearer: "bearer must be an access token of an integration user.",
  identifier: "identifier must be the string that the start of this journey answered.",
  otp: "otp must be a non-empty string: the code as the person typed it.",
  provider: "provider must be a non-empty string.",
  redirectUri: "redirectUri must be a non-empty string.",
  returnTo: "returnTo must be a string.",
  callbackUrl: "callbackUrl must be a string or a URL: the page's full address.",
  minTtlSec: "minTtlSec must be a number of seconds, not negative.",
  forceRefresh: "forceRefresh must be a boolean.",
  toGuest: "toGuest must be a boolean.",
  signal: "signal must be an AbortSignal.",
  listener: "subscribe takes a function.",
  verifier: "The verifier must be a string of 43 to 128 characters.",
} as const;

export type HintName = keyof typeof HINTS;
