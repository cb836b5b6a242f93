/** Which site is on the board, where it is, and how it is made, set back and copied. */

import { byId, copy, fillFacts, make, press, tell } from "./dom.js";
import { call } from "./door.js";
import { bodyOf, nearestPreset, resetOf } from "./settings.js";

const DEMO = "portal";

/**
 * @param {any} catalog
 * @param {{ choose: (id: string) => Promise<void>, change: (patch: object) => Promise<void>, compare: () => void }} board
 */
export function createSites(catalog, { choose, change, compare }) {
  const select = byId("site");
  const compared = byId("compared");
  let site;
  let ids = [];
  let comparedOf;

  select.addEventListener("change", () => choose(select.value));
  compared.addEventListener("change", () => {
    compare();
    showJson();
  });
  press("make", async () => {
    const preset = byId("preset").value;
    // The board's own origin is on the list, so that the login beside the policies can be tried.
    const { id } = await call("POST", "sites", { preset, corsOrigins: listable(location.origin) });
    await list();
    await choose(id);
    tell(`The site ${id} is made, as in preset ${preset}.`);
  });
  press("reset", async () => {
    const preset = byId("preset").value;
    await change(resetOf(catalog, site.settings, preset, site.siteUrl));
    compared.value = preset;
    compare();
    showJson();
    tell(`The settings are those of preset ${preset}.`);
  });
  byId("copy").addEventListener("click", () => copy(byId("json").textContent, "the settings as JSON", byId("json")));

  async function list() {
    const sites = await call("GET", "sites");
    const isDemo = ({ id }) => id === DEMO;
    const sorted = [...sites.filter(isDemo), ...sites.filter((one) => !isDemo(one))];
    ids = sorted.map(({ id }) => id);
    const chosen = select.value;
    if ([...select.options].map(({ value }) => value).join() !== ids.join()) {
      select.replaceChildren(...ids.map((id) => make("option", { value: id }, id === DEMO ? `${id}, the demo site` : id)));
      // Of a site that was removed nothing is chosen, so that any other one can be.
      if (ids.includes(chosen)) select.value = chosen;
      else select.selectedIndex = -1;
    }
    return ids;
  }

  function showJson() {
    const text = JSON.stringify(bodyOf(catalog, site.settings, compared.value, site.siteUrl), null, 2);
    if (byId("json").textContent !== text) byId("json").textContent = text;
  }

  return {
    list,

    /** The site the address names, if there is one of that name. */
    wanted() {
      const named = new URLSearchParams(location.search).get("site");
      return { id: ids.includes(named ?? "") ? named : ids[0], isUnknown: named !== null && !ids.includes(named) };
    },

    /** @param {any} state */
    show(state) {
      site = state;
      if (comparedOf !== state.id) {
        comparedOf = state.id;
        compared.value = nearestPreset(catalog, state.settings, state.siteUrl);
      }
      select.value = state.id;
      const id = (text) => make("code", {}, text);
      fillFacts(byId("facts"), [
        ["Site URL", id(state.siteUrl)],
        ["Client id", id(state.clientId)],
        ["Callback", id(state.redirectUri)],
        ["Users", id(state.users.map(({ username, password }) => `${username} / ${password}`).join(", ") || "none")],
      ]);
      const delay = state.settings.switches.propagation_delay;
      byId("delay").hidden = delay === 0;
      byId("delay").textContent = `A change takes effect after ${delay} s: propagation_delay.`;
      showJson();
    },
  };
}

/** An origin, if the allow-list takes such a one. */
const listable = (origin) => (/^https:|^http:\/\/(localhost|127\.0\.0\.1)(:|$)/.test(origin) ? [origin] : []);
