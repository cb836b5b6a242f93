/** What the driver has in a page. These functions run there, each by its source. */

/** Before the page's first script: hears what the page says. */
export function prelude() {
  document.currentScript?.remove();
  const said = [];
  const text = (value) => (value instanceof Error ? (value.stack ?? String(value)) : String(value));
  for (const type of ["debug", "error", "info", "log", "warn"]) {
    const speak = console[type];
    console[type] = function (...values) {
      said.push({ event: "console", type: type === "warn" ? "warning" : type, text: values.map(text).join(" ") });
      return speak.apply(this, values);
    };
  }
  const uncaught = (error) => said.push({ event: "pageerror", message: String(error?.message ?? error), stack: String(error?.stack) });
  addEventListener("error", ({ error }) => error && uncaught(error));
  addEventListener("unhandledrejection", ({ reason }) => uncaught(reason));
  Object.defineProperty(globalThis, "__driver", { value: { said } });
}

/**
 * What every script of the driver's begins with: the driver's place in the page. `begin` keeps what an expression comes to
 * under a number; `look` says how that stands, and what the page has said and asked for meanwhile.
 */
export function driverOf() {
  if (!globalThis.__driver) Object.defineProperty(globalThis, "__driver", { value: { said: [] } });
  const driver = globalThis.__driver;
  if (driver.begin) return driver;
  // Of the page as it is now: tests put others in their place.
  const { stringify } = JSON;
  const running = new Map();
  const written = (value) =>
    stringify(value, (_, part) => (part === undefined || typeof part === "function" ? { __undefined: true } : part));
  driver.asked = [];
  driver.begin = (number, run) => {
    const state = {};
    running.set(number, state);
    const fail = (error) => (state.failure = error?.name ? `${error.name}: ${error.message}\n${error.stack}` : String(error));
    const end = (value) => {
      try {
        state.value = written(value);
      } catch (error) {
        fail(error);
      }
    };
    try {
      const value = run();
      if (typeof value?.then === "function") value.then(end, fail);
      else end(value);
    } catch (error) {
      fail(error);
    }
  };
  driver.look = (number) => {
    const state = running.get(number);
    const isOver = state && ("value" in state || "failure" in state);
    if (isOver) running.delete(number);
    const asked = driver.asked.splice(0);
    return stringify({ isKnown: Boolean(state), isOver, ...(isOver && state), said: driver.said.splice(0), asked, href: location.href });
  };
  const answers = new Map();
  let questions = 0;
  driver.ask = (name, args) =>
    new Promise((resolve) => {
      questions += 1;
      answers.set(questions, resolve);
      driver.asked.push({ question: questions, name, args });
    });
  driver.answer = (question, value) => answers.get(question)(value);
  return driver;
}

/** From now on the page's requests by `fetch` say which page they are of. */
export function nameRequests(parameter, page) {
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => {
    const named = (address) => {
      const url = new URL(address, location.href);
      url.search += `${url.search ? "&" : "?"}${parameter}=${page}`;
      return url.href;
    };
    return input instanceof Request ? fetch(new Request(named(input.url), input), init) : fetch(named(input), init);
  };
}
