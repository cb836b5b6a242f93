/** One setting as something to switch, choose or type. */

import { button, make, tell } from "./dom.js";

/** Values are text in a field; `read` throws where the text is no value. */
const FIELDS = {
  number: {
    write: (value) => (value === null ? "" : String(value)),
    read(text, { optional }) {
      if (text.trim() === "" && optional) return null;
      if (text.trim() === "" || !Number.isFinite(Number(text))) throw new Error("must be a number");
      return Number(text);
    },
  },
  text: { write: (value) => value ?? "", read: (text, { optional }) => (optional && text === "" ? null : text) },
  list: {
    write: (value) => value.join("\n"),
    read: (text) => text.split("\n").map((line) => line.trim()).filter(Boolean),
  },
  ranges: {
    write: (value) => value.map(({ start, end }) => `${start} - ${end}`).join("\n"),
    read: (text) =>
      FIELDS.list.read(text).map((line) => {
        const [start, end = start] = line.split(/\s*[-–]\s*/);
        return { start, end };
      }),
  },
  json: {
    write: (value) => JSON.stringify(value, null, 1),
    read(text) {
      try {
        return JSON.parse(text);
      } catch {
        throw new Error("must be JSON");
      }
    },
  },
};

const ADVICE = {
  list: "One a line.",
  ranges: "One range a line, as in 10.0.0.1 - 10.0.0.9.",
  json: 'JSON, as in {"Guest": {"sessionTimeoutInMinutes": 15}}.',
};

const LONG = ["list", "ranges", "json"];

/** A value in words. */
export function spoken(setting, value) {
  if (setting.kind === "switch") return value === setting.inverted ? "off" : "on";
  if (value === null || value === "") return "empty";
  if (Array.isArray(value) && value.length === 0) return "empty";
  if (setting.kind === "json") return JSON.stringify(value);
  if (setting.kind in FIELDS) return FIELDS[setting.kind].write(value).replaceAll("\n", ", ");
  return setting.names[value] ?? String(value);
}

/**
 * @param {any} setting  a row of the catalog  @param {string} level  of the policy, which may be another one than the setting's
 * @param {(value: unknown) => Promise<void>} save  rejects with the control door's words
 */
export function createControl(setting, level, save) {
  const id = `set-${setting.path}`;
  const about = `${id}-about`;
  const isLong = LONG.includes(setting.kind);
  const input = inputOf(setting, { id, "aria-describedby": `${about} ${id}-wrong` });
  const inverted = setting.inverted && `Switched on here, as in Setup, ${setting.name} is false.`;
  const advice = [inverted, ADVICE[setting.kind], setting.optional && setting.kind !== "select" && "May be empty.", ruleOf(setting)];
  const wrong = make("p", { class: "wrong", id: `${id}-wrong`, role: "alert" });
  const back = button("", { class: "back", hidden: true }, () => write(presetValue));
  const name = make("code", { class: "name" }, setting.level === level ? setting.name : setting.path);
  const row = make(
    "div",
    { class: isLong ? "setting long" : "setting", "data-path": setting.path, "data-kind": setting.kind },
    make("label", { for: id }, ...(setting.label ? [make("span", {}, setting.label), " ", name] : [name])),
    input,
    make("p", { class: "advice", id: about }, advice.filter(Boolean).join(" ")),
    wrong,
    back,
  );
  let value;
  let presetValue;
  /** What the field showed before anybody touched it. */
  let last;
  /** What it showed when it was sent. */
  let tried;
  let isSaving = false;

  async function write(wanted) {
    isSaving = true;
    try {
      await save(wanted);
      last = shown();
      complain("");
    } catch (error) {
      if (!(setting.kind in FIELDS)) put(value); // what was typed stays, to be mended
      complain(error.message);
    } finally {
      isSaving = false;
    }
  }

  function complain(why) {
    wrong.textContent = why;
    if (why) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  const shown = () => (setting.kind === "switch" ? input.checked : input.value);
  const typed = () => {
    if (setting.kind === "switch") return input.checked !== setting.inverted;
    if (setting.kind === "select") return setting.options[input.selectedIndex];
    return FIELDS[setting.kind].read(input.value, setting);
  };

  function put(now) {
    if (setting.kind === "switch") input.checked = now !== setting.inverted;
    else if (setting.kind === "select") input.selectedIndex = setting.options.indexOf(now);
    else input.value = FIELDS[setting.kind].write(now);
    if (isLong) input.rows = Math.min(Math.max(input.value.split("\n").length, 2), 8);
    last = shown();
    tried = undefined;
  }

  function commit() {
    tried = shown();
    try {
      write(typed());
    } catch (error) {
      complain(error.message);
    }
  }

  input.addEventListener("change", commit);
  // What a script or a password manager filled in is no change to some browsers.
  input.addEventListener("blur", () => {
    if (setting.kind in FIELDS && shown() !== last && shown() !== tried) commit();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || setting.kind === "switch") return;
    put(value);
    complain("");
  });

  return {
    row,
    input,

    /** Shows what the site has; says whether that is news. What somebody is typing stays. */
    show(now, preset, isChanged) {
      const isNews = value !== undefined && JSON.stringify(now) !== JSON.stringify(value);
      const isBeingTyped = setting.kind in FIELDS && document.activeElement === input && shown() !== last;
      const isRefused = setting.kind in FIELDS && input.hasAttribute("aria-invalid") && !isNews;
      value = now;
      presetValue = preset;
      if (!isBeingTyped && !isRefused) {
        put(now);
        if (isNews) complain("");
      }
      row.classList.toggle("changed", isChanged);
      if (back.hidden === isChanged) {
        if (!isChanged && document.activeElement === back) input.focus();
        back.hidden = !isChanged;
      }
      const words = `Back to ${spoken(setting, preset)}`;
      if (isChanged && back.textContent !== words) {
        back.textContent = words;
        back.setAttribute("aria-label", `${words}: ${setting.label ?? setting.name}`);
      }
      return isNews && !isSaving;
    },

    /** Another user, or another site: nothing that is there now is news. */
    forget() {
      value = undefined;
      complain("");
    },
  };
}

const ruleOf = ({ rule }) => rule && `${rule[0].toUpperCase()}${rule.slice(1)}.`;

function inputOf(setting, attributes) {
  if (setting.kind === "switch") return make("input", { ...attributes, type: "checkbox", role: "switch" });
  if (setting.kind === "select") {
    const options = setting.options.map((option) => make("option", {}, setting.names[option] ?? String(option)));
    return make("select", attributes, ...options);
  }
  const quiet = { ...attributes, autocomplete: "off", autocapitalize: "none", spellcheck: "false" };
  if (LONG.includes(setting.kind)) return make("textarea", { ...quiet, rows: setting.kind === "json" ? 3 : 2 });
  const isNumber = setting.kind === "number";
  return make("input", { ...quiet, type: "text", inputmode: isNumber ? "decimal" : undefined });
}

/** Says what was set, or what changed elsewhere. */
export const tellChange = (setting, value, where) =>
  tell(`${where}${setting.label ?? setting.name}: ${spoken(setting, value)}.`);
