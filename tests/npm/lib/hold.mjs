/** A request that a test answers itself, when what should happen meanwhile has happened. */

import { setTimeout as sleep } from "node:timers/promises";

const HEADERS = { "access-control-allow-origin": "*", "content-type": "text/plain" };

/** Answers a page's requests to an address with 200, and notes them. */
export const record = (page, address) => hold(page, address, 0);

/** The same, but holds the first ones. */
export async function hold(page, address, count = 1) {
  const held = [];
  await page.route(address, async (route) => {
    const request = route.request();
    const bearer = request.headers().authorization?.replace("Bearer ", "");
    const answer = (status, body = "{}") => route.fulfill({ status, body, headers: HEADERS });
    held.push({ body: request.postData(), bearer, answer });
    if (held.length > count) await answer(200);
  });
  return {
    /** What came of the body and the bearer of each request so far. */
    requests: () => held.map(({ body, bearer }) => ({ body, bearer })),

    /** The first one, as soon as it is there. */
    async first() {
      for (const end = Date.now() + 10_000; Date.now() < end; await sleep(10)) if (held.length > 0) return held[0];
      throw new Error(`no request to ${address}`);
    },
  };
}
