// What the tests of the hooks use inside the page.
import { StrictMode, useEffect } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { createClient } from "headless-identity";
import { HeadlessProvider, useClient, useSession } from "headless-identity/react";
import { createFakeClient } from "headless-identity/testing";

function Who({ effect = () => {} }) {
  const session = useSession();
  const client = useClient();
  useEffect(() => effect(client), [client]);
  if (session === undefined) return "not known";
  return session?.userId ?? session?.kind ?? "nobody";
}

/** Something on the page, in Strict Mode. Without a provider, what it throws is thrown here. */
function scene(element) {
  const place = document.body.appendChild(document.createElement("main"));
  let failure;
  const root = createRoot(place, { onUncaughtError: (error) => (failure = error) });
  const render = (element) => flushSync(() => root.render(<StrictMode>{element}</StrictMode>));
  render(element);
  if (failure) throw failure;
  return { text: () => place.textContent, render, unmount: () => root.unmount() };
}

const withClient = (client) => (
  <HeadlessProvider client={client}>
    <Who />
  </HeadlessProvider>
);

const withConfig = (config, effect) => (
  <HeadlessProvider config={config}>
    <Who effect={effect} />
  </HeadlessProvider>
);

const nobody = <Who />;

/** Does something and lets React catch up. */
async function settled(action) {
  action();
  await new Promise((resolve) => setTimeout(resolve, 50));
}

const codeOf = (promise) => promise.then(() => "resolved", ({ code }) => code);

function countedStore() {
  return {
    reads: 0,
    get() {
      this.reads++;
      return null;
    },
    set() {},
    remove() {},
  };
}

Object.assign(globalThis, { scene, withClient, withConfig, nobody, settled, codeOf, countedStore, sdk: { createClient, createFakeClient } });
