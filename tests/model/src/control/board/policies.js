/** The policies of a site, in the groups in which an admin finds them, each with its settings and what it refuses. */

import { createControl, tellChange } from "./controls.js";
import { byId, make } from "./dom.js";
import { comparison, patchOf, valueAt } from "./settings.js";

/**
 * @param {any} catalog
 * @param {(patch: object) => Promise<void>} change  resolves when the board shows the site as it is then
 */
export function createPolicies(catalog, change) {
  const settings = new Map(catalog.settings.map((setting) => [setting.path, setting]));
  const controls = new Map();
  const rows = [];
  let site;
  let isFirst = true;
  const username = () => byId("user").value;

  const controlOf = (level) => (path) => {
    const setting = settings.get(path);
    const control = createControl(setting, level, async (value) => {
      await change(patchOf(path, value, username()));
      tellChange(setting, value, "");
    });
    controls.set(path, control);
    return control.row;
  };

  for (const policy of catalog.policies) {
    const row = policyRow(policy, policy.settings.map(controlOf(policy.level)), settings);
    const words = policy.settings.map((path) => settings.get(path).label).join(" ");
    const { id, setting, refuses, answer } = policy;
    rows.push({ row, paths: policy.settings, text: [id, setting, words, refuses, answer].join(" ").toLowerCase() });
    byId(`policies-${policy.level}`).append(row);
  }
  for (const { path, level, label } of catalog.settings) {
    if (controls.has(path)) continue;
    const row = make("li", { class: "policy", id: path }, controlOf(level)(path));
    rows.push({ row, paths: [path], text: `${path} ${label ?? ""}`.toLowerCase() });
    byId(`settings-${level}`).append(row);
  }

  function narrow() {
    const words = byId("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
    const onlyChanged = byId("only-changed").checked;
    let count = 0;
    for (const { row, text } of rows) {
      const isChanged = row.querySelector(".setting.changed") !== null;
      row.hidden = (onlyChanged && !isChanged) || !words.every((word) => text.includes(word));
      if (!row.hidden) count += 1;
    }
    for (const group of document.querySelectorAll("[data-group]")) {
      group.hidden = !group.querySelector(".policy:not([hidden])");
    }
    const isNarrowed = words.length > 0 || onlyChanged;
    const folded = byId("switches");
    if (isNarrowed && !folded.hidden) folded.open = true;
    byId("none").hidden = count > 0;
    byId("count").textContent = isNarrowed ? `${count} of ${rows.length} shown` : `${rows.length} rows`;
  }

  for (const [id, kind] of [["filter", "input"], ["only-changed", "change"]]) byId(id).addEventListener(kind, narrow);
  byId("user").addEventListener("change", () => {
    for (const [path, control] of controls) if (path.startsWith("users.")) control.forget();
    show();
  });

  function show() {
    if (!site) return;
    const compared = comparison(catalog, site.settings, byId("compared").value, site.siteUrl);
    showUsers(site.settings.users, compared, settings);
    const news = [];
    let changedCount = 0;
    for (const [path, control] of controls) {
      const isOfUser = path.startsWith("users.");
      control.row.hidden = isOfUser && !username();
      if (control.row.hidden) continue;
      const value = valueAt(site.settings, path, username());
      const isChanged = compared.isChanged(path, username());
      if (isChanged) changedCount += 1;
      if (control.show(value, compared.restored(path, username()), isChanged) && !isFirst) news.push([path, value]);
    }
    for (const { row, paths } of rows) row.classList.toggle("changed", paths.some((path) => controls.get(path).row.classList.contains("changed")));
    byId("changed-count").textContent = String(changedCount);
    for (const [path, value] of news) {
      tellChange(settings.get(path), value, news.length > 1 ? `${news.length} settings changed, among them ` : "Changed elsewhere: ");
      flash(controls.get(path).row);
    }
    isFirst = false;
    narrow();
  }

  return {
    /** @param {any} state  the site as the control door tells it */
    show(state) {
      site = state;
      show();
    },

    /** Another comparison. */
    again: show,

    forget() {
      isFirst = true;
      for (const control of controls.values()) control.forget();
    },

    /** Brings the policy that the address names to the middle of the window. @param {string} id */
    find(id) {
      const found = rows.find(({ row }) => row.id === id);
      for (const named of document.querySelectorAll(".policy.named")) named.classList.remove("named");
      if (!found) return false;
      if (found.row.hidden) {
        byId("filter").value = "";
        byId("only-changed").checked = false;
        narrow();
      }
      const folded = found.row.closest("details");
      if (folded) folded.open = true;
      found.row.classList.add("named");
      found.row.scrollIntoView({ block: "center" });
      (found.row.querySelector("input, select, textarea") ?? found.row.querySelector("a"))?.focus({ preventScroll: true });
      return true;
    },
  };
}

/** @param {any} policy  @param {HTMLElement[]} controls */
function policyRow(policy, controls, settings) {
  const mentions = policy.mentions.flatMap((path) => [" ", make("a", { href: `#${homeOf(path)}` }, settings.get(path).label ?? settings.get(path).name)]);
  const fact = controls.length ? [] : [make("h4", {}, policy.setting)];
  const elsewhere = mentions.length ? [make("p", { class: "note" }, "Set at", ...mentions, ".")] : [];
  return make(
    "li",
    { class: controls.length ? "policy" : "policy fact", id: policy.id },
    ...fact,
    ...controls,
    ...elsewhere,
    make(
      "div",
      { class: "under" },
      make(
        "dl",
        { class: "effect" },
        ...(controls.length ? [make("dt", {}, "When"), make("dd", {}, condition(policy, settings))] : []),
        make("dt", {}, "Refuses"),
        make("dd", {}, policy.refuses),
        make("dt", {}, "Answer"),
        make("dd", {}, make("code", {}, policy.answer)),
      ),
      make("a", { class: "anchor", href: `#${policy.id}`, "aria-label": `Link to ${policy.id}` }, policy.id),
    ),
  );

  function homeOf(path) {
    return document.querySelector(`[data-path="${CSS.escape(path)}"]`)?.closest(".policy")?.id ?? path;
  }
}

/** When a policy refuses. Of a single switch there is only to say whether that is on or off. */
function condition({ setting: text, settings: [path, ...more] }, settings) {
  const { name, kind, inverted } = settings.get(path);
  const [word, value, ...rest] = text.split(" ");
  const isPlain = kind === "switch" && more.length === 0 && rest.length === 0 && word === name;
  return isPlain ? (value === String(!inverted) ? "on" : "off") : text;
}

function showUsers(users, compared, settings) {
  const select = byId("user");
  const names = users.map(({ username }) => username);
  const own = [...settings.keys()].filter((path) => path.startsWith("users."));
  const shown = names.map((name) => `${name}${own.some((path) => compared.isChanged(path, name)) ? " (changed)" : ""}`);
  const chosen = names.includes(select.value) ? select.value : names[0];
  if (select.textContent !== shown.join("")) {
    select.replaceChildren(...names.map((name, index) => make("option", { value: name }, shown[index])));
  }
  if (chosen !== undefined) select.value = chosen;
  select.closest(".who").hidden = names.length === 0;
  byId("nobody").hidden = names.length > 0;
}

function flash(row) {
  row.classList.remove("news");
  void row.offsetWidth;
  row.classList.add("news");
}
