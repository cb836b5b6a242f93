/** The board: one site of the model at a time, kept up to date by asking once a second while somebody looks. */

import { byId, tell } from "./dom.js";
import { call, doorOf } from "./door.js";
import { createJournal } from "./journal.js";
import { createPolicies } from "./policies.js";
import { createSites } from "./sites.js";
import { createTools } from "./tools.js";
import { createTry } from "./try.js";

const EVERY_MS = 1000;
/** Of these questions, one also asks which sites there are. */
const SITES_EACH = 5;

async function start() {
  const catalog = await call("GET", "policies");
  let door;
  /** What the control door said last. */
  let state;
  let asked = 0;

  const change = async (patch) => {
    await door.change(patch);
    await refresh();
  };
  const policies = createPolicies(catalog, change);
  const tools = createTools(() => door, refresh);
  const journal = createJournal(() => door, refresh);
  const attempt = createTry(catalog, () => state, refresh);
  const sites = createSites(catalog, { choose, change, compare: () => policies.again() });

  async function choose(id) {
    door = doorOf(id);
    state = undefined;
    policies.forget();
    journal.forget();
    const address = new URL(location.href);
    if (address.searchParams.get("site") !== id) {
      address.searchParams.set("site", id);
      history.replaceState(null, "", address);
    }
    await refresh();
  }

  /** Asks the site, and shows what is new. An answer that was overtaken by another one is dropped. */
  async function refresh() {
    const [own, mine] = [door, (refresh.count += 1)];
    const told = await own.state(state?.mark);
    if (own !== door || mine < refresh.shown) return;
    refresh.shown = mine;
    tools.showTime(told.now);
    if (!told.settings) return;
    state = told;
    sites.show(state);
    policies.show(state);
    tools.show(state);
    journal.show(state);
    attempt.show(state);
  }
  refresh.count = 0;
  refresh.shown = 0;

  async function poll() {
    if (!document.hidden) {
      try {
        asked += 1;
        if (asked % SITES_EACH === 0) await sites.list();
        await refresh();
        lost(false);
      } catch {
        lost(true);
      }
    }
    setTimeout(poll, EVERY_MS);
  }

  function lost(isLost) {
    if (byId("lost").hidden === !isLost) return;
    byId("lost").hidden = !isLost;
    byId("lost").textContent = isLost ? "The site does not answer. It was removed, or the server has stopped." : "";
  }

  const find = () => {
    // The ids of policies need no escapes.
    const id = location.hash.slice(1);
    if (id) policies.find(id);
  };
  addEventListener("hashchange", find);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) refresh().catch(() => lost(true));
  });

  await sites.list();
  const { id, isUnknown } = sites.wanted();
  await choose(id);
  byId("board").setAttribute("aria-busy", "false");
  if (isUnknown) tell("There is no such site; this is another one.");
  find();
  setTimeout(poll, EVERY_MS);
}

start().catch((error) => {
  byId("lost").hidden = false;
  byId("lost").textContent = `The board cannot be shown: ${error.message}`;
});
