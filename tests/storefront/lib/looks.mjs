/** How a page looks in a window of some shape: whether all of it can be read, reached and used. */

import assert from "node:assert/strict";
import axe from "axe-core";
import { DESKTOP, PHONE, screenshot } from "./browser.mjs";

export const SHAPES = { "small phone": { width: 320, height: 568 }, phone: PHONE, desktop: DESKTOP };

/** Every shape in the colours of day and night, but the small one, which differs from the phone in its width alone. */
export const LOOKS = Object.keys(SHAPES).flatMap((shape) =>
  (shape === "small phone" ? ["light"] : ["light", "dark"]).map((colorScheme) => ({ shape, colorScheme })),
);

/** What looks at one view after the other, and keeps a picture of each under `name`. */
export const looker = (page, name) => async (view) => {
  await screenshot(page, `${name.replaceAll(" ", "-")}-${view}`);
  assert.deepEqual(await objections(page), [], view);
  assert.deepEqual(await page.evaluate(cutOff), [], view);
};

const provideAxe = (page) => page.evaluate(`(() => { ${axe.source} })()`);

/** What axe objects to, in one line each. */
export async function objections(page) {
  await provideAxe(page);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${node.target}: ${node.failureSummary}`));
}

/** Runs in the page: what reaches beyond the window's sides, or has more in it than it shows. */
function cutOff() {
  const MEANT = ".shelf, .shelf *, .jumps, .jumps *, .loom *, .unseen, .skip, input, select, pre";
  const seen = [...document.body.querySelectorAll(`:not(${MEANT})`)].filter((part) => part.checkVisibility());
  const beyond = seen.filter((part) => {
    const { left, right } = part.getBoundingClientRect();
    return left < -1 || right > innerWidth + 1;
  });
  const full = seen.filter((part) => part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1 && !part.matches(".loom"));
  const sideways = document.documentElement.scrollWidth - innerWidth;
  const page = sideways > 0 ? [`the page scrolls sideways by ${sideways} px`] : [];
  return [...page, ...[...beyond, ...full].map((part) => part.outerHTML.slice(0, 120))];
}

/** How much each layout shift has moved since the page began to load. */
export const layoutShifts = (page) =>
  page.evaluate(async () => {
    const shifts = [];
    const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)));
    observer.observe({ type: "layout-shift", buffered: true });
    await new Promise((resolve) => setTimeout(resolve, 300));
    return shifts;
  });

const MOST_STOPS = 200;

/** Goes through the page by the Tab key: the stops, and of those that cannot be seen why. */
export async function walk(page) {
  await provideAxe(page);
  const stops = [];
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(stopped);
    if (!stop || (stop.isFirst && stops.length > 0)) return stops;
    stops.push(stop);
  }
  throw new Error("the Tab key goes in a circle");
}

/** Runs in the page: where the focus is, and what is wrong with its ring. */
async function stopped() {
  const stop = document.activeElement;
  if (stop === document.body || stop === document.documentElement) return undefined;
  const place = () => stop.getBoundingClientRect().top;
  for (let before; before !== place(); ) {
    before = place(); // the page may still be scrolling to it
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const wrong = [];
  const ringed = stop.closest(".entry:focus-within:not(:has(.reveal:focus))") ?? stop;
  const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(ringed);
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) wrong.push(`no ring: ${outlineStyle} ${outlineWidth}`);

  // As WCAG 1.4.11 has it: three to one against what is around it.
  const { Color, getContrast } = globalThis.axe.commons.color;
  const parsed = (text) => {
    const color = new Color();
    color.parseString(text);
    return color;
  };
  const ground = (part) => {
    const color = parsed(getComputedStyle(part).backgroundColor);
    return color.alpha === 0 && part.parentElement ? ground(part.parentElement) : color;
  };
  const contrast = getContrast(ground(parseFloat(outlineOffset) < 0 ? ringed : ringed.parentElement), parsed(outlineColor));
  if (contrast < 3) wrong.push(`a ring of ${contrast.toFixed(1)} to 1`);

  const { left, right, top, bottom } = stop.getBoundingClientRect();
  if (bottom < 0 || top > innerHeight || right < 0 || left > innerWidth) wrong.push("out of sight");
  const isFirst = stop === (globalThis.__firstStop ??= stop);
  return { name: stop.getAttribute("aria-label") ?? (stop.id || stop.textContent.trim()), wrong: wrong.join(", "), isFirst };
}
