/**
 * The basket, and whose it is.
 *
 * A guest's session has a visitor id (UVID), and the basket is kept under it. Salesforce carries the id into the session of
 * the person that the guest turns out to be, so nothing has to be moved when they log in, register or use a code. A real
 * shop would keep the basket on its server under the same id; this one keeps it in the browser, for all tabs.
 */

import { announce, byId, idText, make } from "./dom.js";

/** @typedef {import("../pkg/index.js").Session} Session */
/** @typedef {{ sku: string, name: string, price: number }} Product */
/** @typedef {{ owner: string | undefined, lines: Record<string, number> }} Stored */

const KEY = "tarn-and-teasel:basket";
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const MONEY = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP", maximumFractionDigits: 0 });

export function createBasket() {
  /** @type {Map<string, Product>} */
  const products = new Map();
  for (const element of document.querySelectorAll(".product")) {
    const product = readProduct(/** @type {HTMLElement} */ (element));
    products.set(product.sku, product);
    element.querySelector("[data-add]")?.addEventListener("click", () => change(product, 1));
  }

  let { owner, lines } = load();
  // Another tab of the shop has changed the basket.
  addEventListener("storage", ({ key }) => {
    if (key !== KEY) return;
    ({ owner, lines } = load());
    render();
  });

  /** @param {Product} product  @param {number} by */
  function change(product, by) {
    const count = (lines[product.sku] ?? 0) + by;
    if (count > 0) lines[product.sku] = count;
    else delete lines[product.sku];
    save();
    const inBasket = count > 0 ? `${product.name}, ${count} in your basket.` : `${product.name} is out of your basket.`;
    announce(`${inBasket} ${summary()}`);
  }

  function save() {
    try {
      localStorage.setItem(KEY, JSON.stringify({ owner, lines }));
    } catch {
      // A full or forbidden storage: the basket lives as long as the page.
    }
    render();
  }

  function pieces() {
    return Object.values(lines).reduce((sum, count) => sum + count, 0);
  }

  function sum() {
    return Object.entries(lines).reduce((sum, [sku, count]) => sum + count * (products.get(sku)?.price ?? 0), 0);
  }

  /** "2 blankets, £215 together." */
  function summary() {
    const n = pieces();
    return n === 0 ? "Your basket is empty." : `${n} ${n === 1 ? "blanket" : "blankets"}, ${MONEY.format(sum())} together.`;
  }

  function render() {
    const focused = document.activeElement?.id;
    const items = Object.entries(lines).flatMap(([sku, count]) => {
      const product = products.get(sku);
      return product ? [line(product, count, change)] : [];
    });
    byId("basket-lines").replaceChildren(...items);
    byId("basket-empty").hidden = items.length > 0;
    byId("basket-total").hidden = items.length === 0;
    byId("basket-total").querySelector("[data-sum]").textContent = MONEY.format(sum());
    byId("basket-count").textContent = String(pieces());
    // The button that was pressed has been made anew, or is gone with its line.
    if (focused?.startsWith("basket-")) (document.getElementById(focused) ?? byId("basket-title")).focus();
  }

  /**
   * The visitor's id is named by its beginning: the developer's bench has the whole.
   * @param {string} text  @param {string} [id]
   */
  function note(text, id) {
    byId("basket-owner").replaceChildren(text, ...(id ? [" ", idText(id.slice(0, 8))] : []));
  }

  render();

  return {
    summary,
    isEmpty: () => pieces() === 0,

    /** The visitor whom a new guest session should go on with: the basket's owner. */
    visitor: () => (owner && UUID.test(owner) ? owner : undefined),

    /**
     * The page opened with this session. A basket of somebody else's is not shown to them.
     * @param {Session | null} session
     */
    open(session) {
      if (session && idOf(session) !== owner) {
        [owner, lines] = [idOf(session), {}];
        save();
      }
      this.tell(session);
    },

    /**
     * Follows a change of the session in this page.
     * @param {Session} session
     * @returns {boolean}  Whether the visitor id came along. If not, as after the redirect of a social sign-on, the page
     *   itself hands the basket over: it was the same person's a moment ago.
     */
    follow(session) {
      const id = idOf(session);
      const cameAlong = id === owner;
      if (!cameAlong) {
        owner = id;
        save();
      }
      this.tell(session);
      return cameAlong;
    },

    /** @param {Session | null} session */
    tell(session) {
      if (session?.kind === "guest") note("Kept for you without an account, as visitor", session.uvid);
      else if (session?.uvid) note("Kept for you as the visitor you were before:", session.uvid);
      else if (session) note("Kept for you under your account.");
      else note("");
    },

    /** The next person at this device finds no trace of it. */
    clear() {
      [owner, lines] = [undefined, {}];
      save();
      note("");
    },
  };
}

/** @param {Session} session */
function idOf(session) {
  return session.uvid ?? session.userId;
}

/** @returns {Stored} */
function load() {
  try {
    const { owner, lines } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const counts = Object.entries(lines ?? {}).filter(([, count]) => Number.isInteger(count) && count > 0);
    return { owner: typeof owner === "string" ? owner : undefined, lines: Object.fromEntries(counts) };
  } catch {
    return { owner: undefined, lines: {} };
  }
}

/** @param {HTMLElement} element  @returns {Product} */
function readProduct(element) {
  const { sku = "", price } = element.dataset;
  return { sku, price: Number(price), name: element.querySelector("[data-name]")?.textContent ?? "" };
}

/** @param {Product} product  @param {number} count  @param {(product: Product, by: number) => void} change */
function line(product, count, change) {
  const step = (/** @type {string} */ word, /** @type {string} */ sign, /** @type {number} */ by) => {
    const attributes = { type: "button", id: `basket-${word}-${product.sku}`, "aria-label": `One ${product.name} ${word}` };
    const button = make("button", attributes, sign);
    button.addEventListener("click", () => change(product, by));
    return button;
  };
  const many = make("span", { class: "many" }, String(count));
  return make(
    "li",
    {},
    make("cite", {}, product.name),
    make("span", { class: "steps" }, step("less", "−", -1), many, step("more", "+", 1)),
    make("b", { class: "price" }, MONEY.format(count * product.price)),
  );
}
