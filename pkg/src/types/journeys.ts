/** What each journey takes and gives. Everything a person types is sent as it is, never trimmed. */
import type { Session } from "./session.js";

/**
 * What every call takes.
 *
 * @example
 * cancelButton.onclick = () => controller.abort();
 * await client.login({ username, password, signal: controller.signal });
 */
export interface CallOptions {
  /** Stops the call; it then rejects with code `aborted`, the signal's reason as `cause`, and leaves the session as it was. */
  signal?: AbortSignal | undefined;
}

/** A person known by their username. */
export interface ByUsername {
  /** As the person typed it. */
  username: string;
  /** A username is no hint. */
  loginHint?: never;
  /** It is for the discovery handler, which a username does not meet. */
  customData?: never;
}

/**
 * A person known by a hint (an email address, a phone number …) that the site's user discovery handler turns into a user.
 */
export interface ByLoginHint {
  /** What the person typed; the site's `Auth.HeadlessUserDiscoveryHandler` looks the user up. */
  loginHint: string;
  /** Further facts for the handler, handed to it as JSON. */
  customData?: CustomData | undefined;
  /** A hint takes its place. */
  username?: never;
}

/** By username or by login hint, never both. */
export type Person = ByUsername | ByLoginHint;

/** An object that has a JSON form. */
export type CustomData = Record<string, unknown>;

/** How a one-time code is sent. */
export type VerificationMethod = "email" | "sms";

/** The answer of a reCAPTCHA widget: the token of v2 or v3, or the facts of an Enterprise event. */
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
  /** The site key that the widget has. */
  siteKey: string;
  /** The action that was asked for; Salesforce assumes `login` where it is left out. */
  expectedAction?: string | undefined;
  /** The Google Cloud project. */
  projectId: string;
}

/** What a site may demand before it sends a code. */
export interface StartOptions extends CallOptions {
  /** Where the site requires reCAPTCHA for this flow. */
  recaptcha?: Recaptcha | undefined;
  /**
   * Where the site requires authentication for this flow: an access token of an integration user. It comes from your own
   * server, for this one call; it must never be built into a page.
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
    /** As the person typed it. */
    password: string;
  };

/**
 * Arguments of {@link HeadlessClient.continueAsGuest}.
 *
 * @example
 * await client.continueAsGuest({ uvid: "3f0b9d0e-1b2c-4d5e-8f90-123456789abc" }); // known from elsewhere
 */
export interface GuestArgs extends CallOptions {
  /** The visitor's id, a version 4 UUID. Default: that of the present guest, or else a new one. */
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
  /** Where the code goes, with `method: "email"`. */
  email: string;
  /** The name to log in with. */
  username: string;
  /** The password to log in with. */
  password: string;
  /** How the code is sent. For `"sms"` the phone number goes into `customData.mobilePhone`. */
  method: VerificationMethod;
  /** Further facts for the site's registration handler, handed to it as JSON. */
  customData?: CustomData | undefined;
  /** Id or name of the email template for the code. */
  emailTemplate?: string | undefined;
}

/**
 * A journey that waits for its code. Plain data: it may be kept over a reload.
 *
 * @example
 * sessionStorage.setItem("started", JSON.stringify(started));
 * // after the reload
 * const again: Started = JSON.parse(sessionStorage.getItem("started") ?? "null");
 * await client.completePasswordlessLogin({ ...again, otp });
 */
export interface Started {
  /** What the code belongs to. */
  identifier: string;
  /** How the code was sent. */
  method: VerificationMethod;
}

/** A registration that waits for its code. */
export interface StartedRegistration extends Started {
  /** Where the code went, as the site shows it. */
  email?: string;
}

/** The code for a journey that was started: `{ ...started, otp }`. */
export interface CodeArgs extends Started, CallOptions {
  /** The code as the person typed it. */
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
    /** How the code is sent; the person needs a verified address or number for it. */
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
  /** Whose password. */
  username: string;
  /** As the person typed it. */
  newPassword: string;
  /** The code as the person typed it. */
  otp: string;
}

/** Arguments of {@link HeadlessClient.socialSignOnUrl}. */
export interface SocialSignOnArgs extends CallOptions {
  /** URL suffix of an auth provider that is enabled on the site's login page. */
  provider: string;
  /** The page of your app that the person comes back to; registered on the app as callback URL. */
  redirectUri: string;
  /** Where your app wants to take the person afterwards: a path, or an address of the page's own origin. */
  returnTo?: string | undefined;
}

/** Answer of {@link HeadlessClient.completeSocialSignOn}. */
export type SocialSession = Session & {
  /** What was given on the way out; checked, so it is safe to go to. */
  readonly returnTo?: string;
};

/**
 * Arguments of {@link HeadlessClient.getAccessToken}.
 *
 * @example
 * const token = await client.getAccessToken({ minTtlSec: 300 }); // for a long upload
 */
export interface AccessTokenArgs extends CallOptions {
  /** How long the token must still live, in seconds. Default: 60, but never more than half of its lifetime. */
  minTtlSec?: number | undefined;
  /** Get a new token even though the old one is still valid. */
  forceRefresh?: boolean | undefined;
}

/** Arguments of {@link HeadlessClient.logout}. */
export interface LogoutArgs extends CallOptions {
  /** Go on as a guest with the same UVID. */
  toGuest?: boolean | undefined;
}

/** A proof key of RFC 7636. */
export interface PkcePair {
  /** The secret half, sent with the token request. */
  verifier: string;
  /** Its SHA-256, base64url without padding: the public half, sent with the authorize request. */
  challenge: string;
}
