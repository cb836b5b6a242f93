/** The arguments and results of each journey. All input is sent as typed, never trimmed. */
import type { Session } from "./session.js";

/**
 * Options of every call.
 *
 * @example
 * cancelButton.onclick = () => controller.abort();
 * await client.login({ username, password, signal: controller.signal });
 */
export interface CallOptions {
  /** Cancels the call: it rejects with code `aborted` and the signal's reason as `cause`, and leaves the session unchanged. */
  signal?: AbortSignal | undefined;
}

/** A user identified by their username. */
export interface ByUsername {
  /** As the user typed it. */
  username: string;
  /** Not allowed with a username. */
  loginHint?: never;
  /** Not allowed: it is for the discovery handler, which is not called for a username. */
  customData?: never;
}

/**
 * A user identified by a hint (an email address, a phone number …), which the site's user discovery handler resolves.
 */
export interface ByLoginHint {
  /** As the user typed it; the site's `Auth.HeadlessUserDiscoveryHandler` looks the user up. */
  loginHint: string;
  /** Further data for the handler, passed to it as JSON. */
  customData?: CustomData | undefined;
  /** Not allowed with a hint. */
  username?: never;
}

/** By username or by login hint, never both. */
export type Person = ByUsername | ByLoginHint;

/** An object that has a JSON form. */
export type CustomData = Record<string, unknown>;

/** How a one-time code is sent. */
export type VerificationMethod = "email" | "sms";

/** The result of a reCAPTCHA widget: the token of v2 or v3, or the data of an Enterprise event. */
export type Recaptcha = string | RecaptchaEnterprise;

/**
 * An event of reCAPTCHA Enterprise.
 *
 * @example
 * const recaptcha: Recaptcha = { token: await widget(), siteKey: "6Lc…", projectId: "shop-1815" };
 */
export interface RecaptchaEnterprise {
  /** The widget's token. */
  token: string;
  /** The widget's site key. */
  siteKey: string;
  /** The requested action; Salesforce assumes `login` if it is missing. */
  expectedAction?: string | undefined;
  /** The Google Cloud project. */
  projectId: string;
}

/** What a site may require before it sends a code. */
export interface StartOptions extends CallOptions {
  /** Needed if the site requires reCAPTCHA for this flow. */
  recaptcha?: Recaptcha | undefined;
  /**
   * Needed if the site requires authentication for this flow: an access token of an integration user. Your own server
   * issues it for this one call; never build it into a page.
   */
  bearer?: string | undefined;
}

/**
 * Arguments of {@link HeadlessClient.login}.
 *
 * @example
 * const byName: LoginArgs = { username, password };
 * const byHint: LoginArgs = { loginHint: email, password, customData: { shop: "north" } };
 */
export type LoginArgs = Person &
  CallOptions & {
    /** As the user typed it. */
    password: string;
  };

/**
 * Arguments of {@link HeadlessClient.continueAsGuest}.
 *
 * @example
 * await client.continueAsGuest({ uvid: "3f0b9d0e-1b2c-4d5e-8f90-123456789abc" }); // known from elsewhere
 */
export interface GuestArgs extends CallOptions {
  /** The visitor's id, a version 4 UUID. Default: the current guest's, or a new one if there is no guest. */
  uvid?: string | undefined;
}

/**
 * Arguments of {@link HeadlessClient.startRegistration}.
 *
 * @example
 * const args: RegistrationArgs = {
 *   firstName: "Ada", lastName: "Lovelace", email, username: email, password,
 *   method: "sms", customData: { mobilePhone: "+12025550123" }, recaptcha,
 * };
 */
export interface RegistrationArgs extends StartOptions {
  /** Given name. */
  firstName: string;
  /** Family name. */
  lastName: string;
  /** The code is sent to this address with `method: "email"`. */
  email: string;
  /** The username to log in with. */
  username: string;
  /** The password to log in with. */
  password: string;
  /** How the code is sent. For `"sms"` the phone number goes into `customData.mobilePhone`. */
  method: VerificationMethod;
  /** Further data for the site's registration handler, passed to it as JSON. */
  customData?: CustomData | undefined;
  /** Id or name of the email template for the code. */
  emailTemplate?: string | undefined;
}

/**
 * A started journey that waits for its code. It is plain data, so you may keep it over a reload.
 *
 * @example
 * sessionStorage.setItem("started", JSON.stringify(started));
 * // after the reload
 * const again: Started = JSON.parse(sessionStorage.getItem("started") ?? "null");
 * await client.completePasswordlessLogin({ ...again, otp });
 */
export interface Started {
  /** Identifies the request that the code belongs to. */
  identifier: string;
  /** How the code was sent. */
  method: VerificationMethod;
}

/** A started registration that waits for its code. */
export interface StartedRegistration extends Started {
  /** The address that the code was sent to, as the site shows it. */
  email?: string;
}

/** The code for a started journey: `{ ...started, otp }`. */
export interface CodeArgs extends Started, CallOptions {
  /** The code as the user typed it. */
  otp: string;
}

/**
 * Arguments of {@link HeadlessClient.startPasswordlessLogin}.
 *
 * @example
 * const byName: PasswordlessArgs = { username, method: "email", recaptcha };
 * const byHint: PasswordlessArgs = { loginHint: "+12025550123", method: "sms", recaptcha };
 */
export type PasswordlessArgs = Person &
  StartOptions & {
    /** How the code is sent; the user needs a verified email address or phone number. */
    method: VerificationMethod;
  };

/**
 * Arguments of {@link HeadlessClient.startPasswordReset}.
 *
 * @example
 * const args: PasswordResetArgs = { username, emailTemplate: "Reset", recaptcha };
 */
export type PasswordResetArgs = Person &
  StartOptions & {
    /** Id or name of the email template for the code. */
    emailTemplate?: string | undefined;
  };

/** Arguments of {@link HeadlessClient.completePasswordReset}. */
export interface NewPasswordArgs extends CallOptions {
  /** The user whose password is reset. */
  username: string;
  /** As the user typed it. */
  newPassword: string;
  /** The code as the user typed it. */
  otp: string;
}

/** Arguments of {@link HeadlessClient.socialSignOnUrl}. */
export interface SocialSignOnArgs extends CallOptions {
  /** URL suffix of an auth provider that is enabled on the site's login page. */
  provider: string;
  /** The page of your app that the provider redirects to; registered on the app as callback URL. */
  redirectUri: string;
  /** The page to go to afterwards: a path, or a URL of the page's own origin. */
  returnTo?: string | undefined;
}

/** Result of {@link HeadlessClient.completeSocialSignOn}. */
export type SocialSession = Session & {
  /** The `returnTo` of {@link HeadlessClient.socialSignOnUrl}; checked, so it is safe to go to. */
  readonly returnTo?: string;
};

/**
 * Arguments of {@link HeadlessClient.getAccessToken}.
 *
 * @example
 * const token = await client.getAccessToken({ minTtlSec: 300 }); // for a long upload
 */
export interface AccessTokenArgs extends CallOptions {
  /** Minimum remaining lifetime of the token, in seconds. Default: 60, but never more than half of its lifetime. */
  minTtlSec?: number | undefined;
  /** Renew the token even if it is still valid. */
  forceRefresh?: boolean | undefined;
}

/** Arguments of {@link HeadlessClient.logout}. */
export interface LogoutArgs extends CallOptions {
  /** Continue as a guest with the same UVID. */
  toGuest?: boolean | undefined;
}

/** A proof key of RFC 7636. */
export interface PkcePair {
  /** The secret half, sent with the token request. */
  verifier: string;
  /** Its SHA-256, base64url without padding: the public half, sent with the authorize request. */
  challenge: string;
}
