/**
 * The storefront: one client, one person, a basket, and the counter with its views.
 *
 * Everything that changes who somebody is goes through the SDK's events, so a sign-out in another tab or an expired session
 * looks the same as one that was asked for here.
 */

import { config } from "../config.js";
import { createBasket } from "./basket.js";
import { createBench } from "./bench.js";
import { createCodeForm } from "./code-form.js";
import { announce, byId, fillFacts } from "./dom.js";
import { forCustomer, forDeveloper } from "./errors.js";
import { createJourneys } from "./journeys.js";
import { createLoginForm } from "./login-form.js";
import { createPasswordlessForm } from "./passwordless-form.js";
import { createRegisterForm } from "./register-form.js";
import { createResetForms } from "./reset-forms.js";
import { findSite } from "./site.js";
import { createSocialButton, takeCallback } from "./social.js";
import { followLinks, show, shown } from "./views.js";
import { forgetWaiting, whatWaits } from "./waiting.js";
import { createWelcome } from "./welcome.js";

/** @typedef {import("../pkg/index.js").HeadlessClient} HeadlessClient */
/** @typedef {import("../pkg/index.js").Session} Session */
/** @typedef {import("../pkg/index.js").SessionEvent} SessionEvent */

// Before everything else: from here on the address bar holds no code.
const callback = takeCallback();
const basket = createBasket();

try {
  await start();
} catch (error) {
  closeCounter(error);
}

async function start() {
  const site = await findSite(config);
  const bench = await createBench(site);
  // Imported here and not above, so that a page without the built package can say what is missing.
  const { createClient } = await import("../pkg/index.js");
  // Kept for all tabs and over a reload, as shops do. docs/storage-and-security.md says what that means.
  const client = await createClient({ siteUrl: site.siteUrl, clientId: site.clientId, storage: "local" });
  bench.connect(client);
  await run(client, site, bench);
}

/**
 * @param {HeadlessClient} client
 * @param {import("./site.js").Site} site
 * @param {import("./bench.js").Bench} bench
 */
async function run(client, site, bench) {
  const journeys = createJourneys(client, site, bench, basket.visitor);
  /** Settles when the page shows what the last event has changed. */
  let settled = Promise.resolve();

  const login = createLoginForm((credentials) => until(journeys.login(credentials)));
  const code = createCodeForm(site.modelDoor);
  const register = createRegisterForm(async (person) => askForCode(await journeys.register(person)));
  const passwordless = createPasswordlessForm(async (username) => askForCode(await journeys.passwordless(username)));
  const reset = createResetForms(
    { start: journeys.startReset, complete: (args) => until(journeys.completeReset(args)) },
    site.modelDoor,
  );
  const social = createSocialButton(site.provider, {
    leaveFor: () => journeys.leaveFor(site.provider, here()),
    refuse: login.refuse,
  });
  const welcome = createWelcome(async ({ keepBasket }) => {
    await journeys.signOut({ toGuest: keepBasket });
    if (keepBasket) return;
    basket.clear();
    journeys.visit();
  });

  /** @param {import("./code-form.js").Errand} errand  @param {{ quietly?: boolean }} [options] */
  function askForCode(errand, options) {
    code.ask({ ...errand, complete: (otp) => until(errand.complete(otp)) }, options);
  }

  /** Goes on where a reload has interrupted. @param {import("./waiting.js").Waiting} waiting */
  async function resume(waiting) {
    if (waiting.purpose === "forgot-password") return reset.ask(waiting.name, { quietly: true });
    const errand = await journeys.resume(waiting);
    if (errand) askForCode(errand, { quietly: true });
  }

  /** @param {Promise<unknown>} journey */
  async function until(journey) {
    await journey;
    await settled;
  }

  client.subscribe((event) => {
    bench.event(event);
    settled = follow(event);
  });

  /** @param {SessionEvent} event */
  async function follow({ type, session, fromOtherTab }) {
    if (!session) {
      leave(type);
      // One tab is enough to go on as the visitor.
      if (type === "expired" && !fromOtherTab) journeys.visit();
      return;
    }
    const cameAlong = basket.follow(session);
    if (type !== "signed-in") return;
    await greet(session, basket.isEmpty() ? "" : carried(cameAlong));
  }

  /** @param {Session} session  @param {string} note  @param {{ quietly?: boolean }} [options] */
  async function greet(session, note, options) {
    const profile = await journeys.profile();
    if (client.session()?.userId !== session.userId) return; // signed out while we asked
    welcome.greet(profile, note);
    for (const form of forms) form.forget();
    forgetWaiting();
    show("welcome", options);
    announce(note);
  }

  /** @param {boolean} cameAlong */
  function carried(cameAlong) {
    return cameAlong
      ? `Your basket came along: ${basket.summary()}`
      : `We have put your basket with your account: ${basket.summary()}`;
  }

  /** @param {string} reason  the event's type */
  function leave(reason) {
    basket.tell(null);
    if (shown() !== "welcome") return; // a guest's session has ended: nothing that they are doing is over
    welcome.clear();
    const expired = forCustomer({ code: "session_expired" });
    const lead = reason === "expired" ? expired : "You are signed out. Come back soon.";
    login.greet(lead);
    announce(lead);
    show("sign-in");
  }

  /** @param {string} address  where the provider sent the person back to */
  async function comeBack(address) {
    social.wait(true);
    try {
      const returnTo = await journeys.comeBack(address);
      history.replaceState(null, "", returnTo ?? here());
      await settled;
    } catch (error) {
      login.refuse(error);
    } finally {
      social.wait(false);
    }
  }

  const forms = [login, register, passwordless, code, ...reset.forms];
  followLinks((view) => {
    const username = login.typed("username");
    forgetWaiting();
    for (const form of forms) {
      form.forget();
      form.greet();
    }
    for (const form of [passwordless, reset.forms[0]]) form.suggest({ username });
    announce("");
    show(view);
  });
  if (site.demoUser) login.offer(site.demoUser);
  for (const form of forms) form.open();

  // A page that leaves for good settles what is pending; one that may come back from the history keeps its client.
  addEventListener("pagehide", (event) => event.persisted || client.close());

  const [session, waiting] = [client.session(), whatWaits()];
  basket.open(session);
  if (waiting && session?.kind !== "user") await resume(waiting);
  if (callback) await comeBack(callback);
  else if (session?.kind === "user") await greet(session, basket.isEmpty() ? "" : basket.summary(), { quietly: true });
  if (!client.session()) await journeys.visit();
}

/** Where the person is, as a path: what a journey that leaves the page comes back to. */
function here() {
  return location.pathname + location.search + location.hash;
}

/** Nobody can sign in here: say so in place of a form that leads nowhere. @param {unknown} error */
function closeCounter(error) {
  byId("session-facts").removeAttribute("aria-busy");
  byId("closed-reason").textContent = forCustomer(error);
  fillFacts(byId("closed-details").querySelector("dl"), forDeveloper(error));
  show("closed");
}
