/** Holds an answer back by a route, for drivers that stop requests only: the test's process asks, and hands on what it was told. */

/** @see `holdAnswer` of index.mjs */
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
