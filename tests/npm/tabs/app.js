import * as sdk from "./node_modules/headless-identity/dist/index.js";
import * as stores from "./stores.js";

/** By a clock that no test moves and that all tabs have in common. */
globalThis.instant = () => performance.timeOrigin + performance.now();

/** Opens this tab's client, and writes down what it tells. A store of its own is one that `stores` makes. */
globalThis.open = async ({ ownStore, ...config }) => {
  globalThis.client = await sdk.createClient(ownStore ? { ...config, storage: stores[ownStore]() } : config);
  globalThis.openedAt = instant();
  globalThis.events = [];
  client.subscribe(({ type, session, fromOtherTab }) => {
    events.push({ type, fromOtherTab, userId: session?.userId ?? null, at: instant(), isState: session === client.session() });
  });
};

/** What a token is for: whether the site lets it through, and to whose data. Without a token, why there is none. */
globalThis.visit = async ({ siteUrl }, args) => {
  let token;
  try {
    token = await client.getAccessToken(args);
  } catch (error) {
    return error.code;
  }
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${siteUrl}/services/data/v64.0/chatter/users/me`, { headers });
  const text = await answer.text(); // a browser holds what nobody reads
  return answer.ok ? JSON.parse(text).id : `refused with ${answer.status}`;
};

Object.assign(globalThis, { sdk, stores });
