/**
 * The storefront's account page: one client, one person, three views (sign in, welcome, closed).
 *
 * Everything that changes the view goes through the SDK's events, so a sign-out in another tab or an expired session
 * looks the same as one that was asked for here.
 */

import { config } from "../config.js";
import { announce, byId, fillFacts, idText } from "./dom.js";
import { forCustomer, forDeveloper } from "./errors.js";
import { createEventLog } from "./event-log.js";
import { createLoginForm } from "./login-form.js";
import { createSessionCard } from "./session-card.js";
import { findSite } from "./site.js";
import { callbackUrl, createSocialButton, takeCallback } from "./social.js";

/** @typedef {import("../pkg/index.js").HeadlessClient} HeadlessClient */
/** @typedef {import("../pkg/index.js").Session} Session */

/** The greeting is nice to have: a slow userinfo must not keep a customer from being signed in. */
const PROFILE_TIMEOUT_MS = 4000;

const VIEWS = ["sign-in", "welcome", "closed"];

// Before everything else: from here on the address bar holds no code.
const callback = takeCallback();

try {
  await start();
} catch (error) {
  closeCounter(error);
}

async function start() {
  const site = await findSite(config);
  describe(site);
  // Imported here and not above, so that a page without the built package can say what is missing.
  const { createClient } = await import("../pkg/index.js");
  const client = await createClient({ siteUrl: site.siteUrl, clientId: site.clientId });
  await run(client, site);
}

/** @param {HeadlessClient} client  @param {import("./site.js").Site} site */
async function run(client, { demoUser, provider }) {
  const log = createEventLog();
  let shown = Promise.resolve();

  const form = createLoginForm(async (credentials) => {
    await client.login(credentials).catch((error) => {
      log.refusal("login", error);
      throw error;
    });
    await shown;
  });

  const card = createSessionCard({
    signOut: () => client.logout(),
    // Asking for the token either renews it or finds out that the session is over; both come back as an event.
    onEnd: () => void client.getAccessToken().catch((error) => log.refusal("getAccessToken", error)),
  });

  const social = provider
    ? createSocialButton(provider, {
        leaveFor: () => client.socialSignOnUrl({ provider, redirectUri: callbackUrl(location.href), returnTo: here() }),
        refuse: (error) => refuse("socialSignOnUrl", error),
      })
    : undefined;

  client.subscribe((event) => {
    log.event(event);
    if (!event.session) signIn(event.type);
    else if (event.type === "refreshed") card.update(event.session);
    else shown = welcome(event.session);
  });

  /** @param {string} address  where the provider sent the person back to */
  async function comeBack(address) {
    social?.wait(true);
    try {
      const { returnTo = here() } = await client.completeSocialSignOn(address);
      history.replaceState(null, "", returnTo);
      await shown;
    } catch (error) {
      refuse("completeSocialSignOn", error);
    } finally {
      social?.wait(false);
    }
  }

  /** @param {string} call  @param {unknown} error */
  function refuse(call, error) {
    log.refusal(call, error);
    form.refuse(error);
  }

  /** @param {Session} session */
  async function welcome(session) {
    const profile = await client.userInfo({ signal: AbortSignal.timeout(PROFILE_TIMEOUT_MS) }).catch((error) => {
      log.refusal("userInfo", error);
      return undefined;
    });
    if (!client.session()) return; // signed out while we asked
    card.show(session, profile);
    byId("whoami").textContent = profile?.name ?? "Signed in";
    show("welcome", "Your account");
  }

  /** @param {string} reason  the event's type */
  function signIn(reason) {
    card.clear();
    const expired = forCustomer({ code: "session_expired" }).sentence;
    const lead = reason === "expired" ? expired : "You are signed out. Come back soon.";
    form.greet(lead);
    announce(lead);
    byId("whoami").textContent = "Not signed in";
    show("sign-in", "Sign in");
  }

  if (demoUser) form.offer(demoUser);
  form.open();
  // A page that leaves for good settles what is pending; one that may come back from the history keeps its client.
  addEventListener("pagehide", (event) => event.persisted || client.close());

  const session = client.session();
  if (session) welcome(session);
  if (callback) await comeBack(callback);
}

/** Where the person is, as a path: what a journey that leaves the page comes back to. */
function here() {
  return location.pathname + location.search + location.hash;
}

/** Nobody can sign in here: say so in place of a form that leads nowhere. @param {unknown} error */
function closeCounter(error) {
  byId("closed-reason").textContent = forCustomer(error).sentence;
  fillFacts(byId("closed-details").querySelector("dl"), forDeveloper(error));
  show("closed", "Closed");
}

/** @param {import("./site.js").Site} site */
function describe(site) {
  fillFacts(byId("setup-facts"), [
    ["Site", idText(site.siteUrl)],
    ["Client id", idText(site.clientId)],
    ["Found in", site.from],
    ["Session", "kept in this page's memory: a reload signs out"],
    ["Secrets", "none in the page; the password goes to the site alone"],
  ]);
}

/**
 * Shows one view and takes the focus there, so that nobody is left on a button that has gone.
 * @param {string} view  @param {string} title
 */
function show(view, title) {
  for (const id of VIEWS) byId(id).hidden = id !== view;
  byId(`${view}-title`).focus();
  document.title = `${title} · Tarn & Teasel`;
}
