/** The few lines of DOM work that every part of the page shares. Text always goes in as text, never as markup. */

/**
 * The element with this id. The markup is ours, so a missing one is a mistake to hear of at once.
 * @param {string} id  @returns {any}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

/**
 * A new element with children; a string becomes a text node.
 * @param {string} tag  @param {Record<string, string>} attributes  @param {...(Node | string)} children
 */
export function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * Fills a `<dl>` with terms and what they mean.
 * @param {HTMLElement} list  @param {[string, Node | string][]} facts
 */
export function fillFacts(list, facts) {
  list.replaceChildren(...facts.flatMap(([term, fact]) => [make("dt", {}, term), make("dd", {}, fact)]));
}

/** An identifier: in type that tells 0 from O, and allowed to break anywhere. @param {string} text */
export function idText(text) {
  return make("span", { class: "id" }, text);
}

/**
 * Shows on a button that its work is under way, or no longer. `aria-disabled` and not `disabled`: a disabled button
 * drops the keyboard's focus, and the person would have to find their way back from the top of the page.
 * @param {HTMLElement} button  @param {boolean} busy  @param {string} text
 */
export function setBusy(button, busy, text) {
  if (busy) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
  const label = button.querySelector("[data-text]");
  if (label) label.textContent = text;
}

/** @param {HTMLElement} button */
export function isBusy(button) {
  return button.getAttribute("aria-disabled") === "true";
}

/** Tells a screen reader, and nobody else. @param {string} text */
export function announce(text) {
  byId("announcer").textContent = text;
}
