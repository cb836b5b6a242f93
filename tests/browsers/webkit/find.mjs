/** How a locator finds its elements. These functions run in the page, each by its source. */

/** The elements that a locator's steps lead to. Roles and names are Testing Library's, which the driver puts into the page. */
export function find(steps) {
  const { isInaccessible, queryAllByLabelText, queryAllByRole } = globalThis.TestingLibraryDom;
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  const fits = ({ text, exact }) => (content) => {
    const said = plain(content);
    if (text instanceof RegExp) return text.test(said);
    return exact ? said === text : said.toLowerCase().includes(text.toLowerCase());
  };
  const inside = {
    css: (root, selector) => [...root.querySelectorAll(selector)],
    label: (root, label) => queryAllByLabelText(root, fits(label)),
    role(root, { role, name }) {
      const found = queryAllByRole(root, role, name && { name: fits(name) });
      if (role !== "textbox" || !name) return found;
      // ARIA has no role for a password; as Playwright has it, it is a textbox.
      const secret = queryAllByLabelText(root, fits(name), { selector: "input[type=password]" });
      return [...found, ...secret.filter((field) => !isInaccessible(field))];
    },
    text(root, text) {
      const parts = [root, ...root.querySelectorAll(":not(script, style, head, head *)")].filter((part) => part !== document.documentElement);
      const found = new Set(parts.filter((part) => fits(text)(part.textContent)));
      return [...found].filter((part) => ![...part.children].some((child) => found.has(child)));
    },
  };
  const choose = {
    filter: (found, text) => found.filter((part) => fits(text)(part.textContent)),
    nth: (found, index) => found.slice(index, index + 1),
    or: (found, others) => [...found, ...find(others)],
  };
  const take = (found, [how, wanted]) => choose[how]?.(found, wanted) ?? found.flatMap((root) => inside[how](root, wanted));
  return steps.reduce((found, step) => [...new Set(take(found, step))], [document.documentElement]);
}

/**
 * The one element that was found, or none as long as it is not as it should be. `still`: enabled, scrolled into
 * view, and in the same place as at the look before.
 */
export function one(found, state) {
  const EDGE = 8;
  const isVisible = (part) => part.checkVisibility({ visibilityProperty: true }) && part.getBoundingClientRect().height > 0;
  const states = {
    attached: () => true,
    visible: isVisible,
    enabled: (part) => isVisible(part) && !part.matches(":disabled, [aria-disabled=true]"),
    still(part) {
      if (!states.enabled(part)) return false;
      // Not to the edge of the window, where a press may miss it.
      const { top, bottom } = part.getBoundingClientRect();
      const isSeen = top >= EDGE && bottom <= innerHeight - EDGE;
      part.scrollIntoView({ block: isSeen ? "nearest" : "center", inline: "nearest" });
      const { x, y } = part.getBoundingClientRect();
      const places = (globalThis.__driver.places ??= new WeakMap());
      const before = places.get(part);
      places.set(part, `${x} ${y}`);
      return before === `${x} ${y}`;
    },
  };
  const texts = found.map((part) => part.outerHTML.slice(0, 80));
  if (found.length > 1) throw new Error(`there are ${found.length}: ${texts.join("\n")}`);
  return found.find(states[state]);
}
