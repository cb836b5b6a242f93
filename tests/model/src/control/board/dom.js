/** The few lines of DOM work that every part of the board shares. Text goes in as text, never as markup. */

/** @param {string} id  @returns {any} */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the board has no #${id}`);
  return element;
}

/**
 * A new element; `undefined` and `false` leave an attribute out, `true` gives it without a value.
 * @param {string} tag  @param {Record<string, string | number | boolean | undefined | null>} attributes
 * @param {...(Node | string)} children
 */
export function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** @param {HTMLElement} list  @param {[string, Node | string][]} facts */
export function fillFacts(list, facts) {
  list.replaceChildren(...facts.flatMap(([term, fact]) => [make("dt", {}, term), make("dd", {}, fact)]));
}

/** Tells a screen reader, and shows it at the foot of the window for a while. @param {string} text */
export function tell(text) {
  const teller = byId("teller");
  teller.textContent = text;
  teller.classList.add("heard");
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => teller.classList.remove("heard"), 4000);
}
tell.timer = 0;

/** A button. @param {string} text  @param {() => unknown} press */
export function button(text, attributes, press) {
  const made = make("button", { type: "button", class: "tool", ...attributes }, text);
  made.addEventListener("click", press);
  return made;
}

/** Puts text onto the clipboard; where the browser forbids that, it is selected instead. @param {string} text */
export async function copy(text, name, shown) {
  try {
    await navigator.clipboard.writeText(text);
    tell(`Copied: ${name}.`);
  } catch {
    getSelection()?.selectAllChildren(shown);
    tell(`This browser does not let the page copy: ${name} is selected instead.`);
  }
}

/** What a press on a button of the page does; what goes wrong is told. @param {string} id  @param {() => Promise<void>} act */
export function press(id, act) {
  byId(id).addEventListener("click", () => act().catch((error) => tell(error.message)));
}

/** Shows only what is new, so that what has the focus stays in the page. @template {unknown[]} T  @param {(...what: T) => void} show */
export function ifNew(show) {
  /** @type {string | undefined} */
  let shown;
  return (/** @type {T} */ ...what) => {
    const text = JSON.stringify(what);
    if (text === shown) return;
    shown = text;
    show(...what);
  };
}
