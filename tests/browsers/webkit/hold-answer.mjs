/** Holds an answer back by a route: the proxy asks the site, and hands the answer on when it is released. */

/** @see `holdAnswer` of ../index.mjs */
export async function holdAnswer(page, path) {
  let arrived;
  let isFirst = true;
  const held = new Promise((resolve) => (arrived = resolve));
  await page.route(new RegExp(`${path}$`), async (route) => {
    if (!isFirst) return route.continue();
    isFirst = false;
    arrived({ route, response: await route.fetch() });
  });
  return {
    held,
    async release() {
      const { route, response } = await held;
      await route.fulfill({ response });
    },
  };
}
