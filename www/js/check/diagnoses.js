/**
 * What the page can tell that the SDK cannot. To the SDK a refused preflight, a missing origin and a wrong host are one and
 * the same `network`, for a browser says no more about a single request; by asking several ways the page tells them apart.
 * Everything else is said by the SDK's own hints, and not here.
 */

/**
 * @typedef {object} Diagnosis
 * @property {string} says  What is wrong.
 * @property {string} where  The Setup page, or what stands for one.
 * @property {string} change
 * @property {"the-org" | "the-site" | "the-app" | "what-a-login-sends"} section  Of docs/setup.md.
 */

/** @type {Record<string, Diagnosis>} */
export const DIAGNOSES = {
  unreachable: {
    says: "Nothing answers at this address, not even with something that a page may not read.",
    where: "The site's address",
    change: "Check the host's spelling, your connection, VPN and firewall, and the certificate: open the address in a new tab.",
    section: "the-site",
  },
  noSite: {
    says: "Something answers at this host, but not as a site does.",
    where: "The site's address",
    change: "Enter the Experience Cloud site's host with its prefix, and look for a proxy that answers in the site's place.",
    section: "the-site",
  },
  noSiteAtPrefix: {
    says: "The host is a site's, for it answers without the prefix. At this prefix there is no live site.",
    where: "The site",
    change: "Compare the prefix with the site's own, letter by letter, and see that the site is active.",
    section: "the-site",
  },
  keysUnreadable: {
    says: "The site's keys cannot be read, although every page may ask for them.",
    where: "What stands in front of the site",
    change: "Look for a proxy or firewall. Only clients with idToken: \"signature\" need the keys.",
    section: "the-site",
  },
  originMissing: {
    says: "The site is there, but this page's origin is not on the org's list.",
    where: "Setup, CORS, Allowed Origins List",
    change: `Add ${location.origin} as it stands here. The second step of that Setup page is checked after this one.`,
    section: "the-org",
  },
  oauthCorsOff: {
    says: "This page's origin is on the list, but the OAuth endpoints do not answer to it.",
    where: "Setup, CORS",
    change: "Turn on \"Enable CORS for OAuth endpoints\". It is a second step beside the list of origins.",
    section: "the-org",
  },
  preflightRefused: {
    says: "A request without a header of ours passes, one with Auth-Request-Type does not: the preflight is refused.",
    where: "What stands in front of the site",
    change: "A proxy or firewall must pass OPTIONS requests on to the site, and its Access-Control-Allow-Headers back.",
    section: "what-a-login-sends",
  },
  orgSwitchOff: {
    says: "The site shows a page, whoever asks and for whatever scope. So it is neither the user nor a scope.",
    where: "Setup, OAuth and OpenID Connect Settings",
    change: "Turn on \"Allow Authorization Code and Credentials Flows\". If it is on: see that the site is active.",
    section: "the-org",
  },
  scopeMissing: {
    says: "The site shows a page; without the scopes entered here it does not. So it is one of them.",
    where: "The app, OAuth scopes",
    change: "Select every scope on the app that you request, or request fewer.",
    section: "the-app",
  },
  userNeedsPage: {
    says: "The site shows this user a page; a made-up user is answered as usual. So it is about this user.",
    where: "The user, and the profile",
    change: "See whether the user needs multi-factor authentication or a login flow: neither can be done headless.",
    section: "the-site",
  },
  callbackUnreadable: {
    says: "Authorize can be read, its redirect to the callback cannot: a code may have been given, and is lost.",
    where: "The app, Callback URL",
    change: "Use the site's own /services/oauth2/echo. Another callback has to answer CORS itself, its preflight too.",
    section: "what-a-login-sends",
  },
  noEcho: {
    says: "A page answers at the callback's address, and not the site's echo.",
    where: "What stands in front of the site",
    change: "Check the callback's host and prefix, and look for a proxy that answers in the site's place.",
    section: "what-a-login-sends",
  },
  apiDisabled: {
    says: "The login works, but this user may not call the API.",
    where: "The user's profile or permission set",
    change: "Grant \"API Enabled\" to the user; the integration user's permission does not count.",
    section: "the-app",
  },
  notRevoked: {
    says: "The session has ended in this page, but the site did not confirm that its tokens have.",
    where: "The org's OAuth sessions",
    change: "Revoke the test user's session there.",
    section: "the-app",
  },
};
