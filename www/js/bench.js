/** The developer's bench beside the shop: requests, session, events, set-up. Nothing secret gets here. */

import { byId, fillFacts, idText, make } from "./dom.js";
import { createEventLog } from "./event-log.js";
import { createSessionFacts } from "./session-facts.js";
import { createWireLog } from "./wire.js";
import { requestSource } from "./wire-sources.js";

/** @typedef {import("../pkg/index.js").HeadlessClient} HeadlessClient */
/** @typedef {Awaited<ReturnType<typeof createBench>>} Bench */

/** Any resource of the site's will do; this one answers a visitor too. */
const RESOURCE = "/services/data/v64.0/chatter/users/me";

/** @param {import("./site.js").Site} site */
export async function createBench(site) {
  describe(site);
  const log = createEventLog();
  const wire = createWireLog(await requestSource(site.siteUrl, site.modelDoor));
  /** @type {HeadlessClient | undefined} */
  let client;
  const facts = createSessionFacts(() => {
    // Asking for the token either renews it or finds out that the session is over; both come back as an event.
    during("getAccessToken", async () => client?.getAccessToken()).catch(() => {});
  });

  /**
   * Shows a call of the SDK with its requests, and its refusal.
   * @template T
   * @param {string} call  @param {() => Promise<T>} run
   */
  async function during(call, run) {
    try {
      return await wire.during(call, run);
    } catch (error) {
      log.refusal(call, error);
      throw error;
    }
  }

  byId("renew").addEventListener("click", () => {
    during("getAccessToken", async () => client?.getAccessToken({ forceRefresh: true })).catch(() => {});
  });
  byId("call-api").addEventListener("click", async () => {
    const answer = await during("fetch", async () => client?.fetch(site.siteUrl + RESOURCE)).catch(() => undefined);
    if (answer) log.note(`fetch: HTTP ${answer.status}`, "The SDK put the access token on it, and would have renewed it.");
  });

  return {
    during,

    /** @param {HeadlessClient} ours */
    connect(ours) {
      client = ours;
      if (client.session()) facts.show(client.session(), { isRestored: true });
    },

    /** @param {import("../pkg/index.js").SessionEvent} event */
    event(event) {
      log.event(event);
      facts.show(event.session);
    },

    /** There is no session, and none will come by itself. */
    nobody() {
      facts.show(null);
    },
  };
}

/** @param {import("./site.js").Site} site */
function describe(site) {
  fillFacts(byId("setup-facts"), [
    ["Site", idText(site.siteUrl)],
    ["Client id", idText(site.clientId)],
    ["Found in", site.from],
    ["Session", "kept in this browser: a reload keeps it, and all tabs share it"],
    ["Secrets", "none in the page; passwords and codes go to the site alone"],
    ...boardOf(site),
  ]);
}

/**
 * A model site has a board, on which each of its policies can be switched.
 * @param {import("./site.js").Site} site  @returns {[string, Node][]}
 */
function boardOf({ modelDoor }) {
  if (!modelDoor) return [];
  const address = modelDoor.replace(/\/sites\/([^/]+)$/, "?site=$1");
  return [["Policies", make("a", { href: address, target: "_blank", rel: "noopener" }, "switch them on the board")]];
}
