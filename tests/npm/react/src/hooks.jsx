// What the tests of the hooks use inside the page.
import * as React from "react";
import { StrictMode, Suspense, useEffect } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { createClient } from "headless-identity";
import { HeadlessProvider, useClient, useSession } from "headless-identity/react";
import { createFakeClient } from "headless-identity/testing";
import { Failure } from "./Failure.jsx";

function Who({ effect = () => {} }) {
  const session = useSession();
  const client = useClient();
  useEffect(() => effect(client), [client]);
  if (session === undefined) return "not known";
  return session?.userId ?? session?.kind ?? "nobody";
}

/** Suspends until a promise ends, as `use` of React 19 does. */
function Waiting({ forPromise }) {
  const client = useClient();
  globalThis.renders = (globalThis.renders ?? 0) + 1;
  if (forPromise) read(forPromise === "ready" ? client.ready : forPromise);
  return null;
}

const outcomes = new WeakMap();

function read(promise) {
  if (!outcomes.has(promise)) {
    const outcome = {};
    outcomes.set(promise, outcome);
    promise.then(() => (outcome.isOver = true), (error) => (outcome.error = error));
  }
  const { isOver, error } = outcomes.get(promise);
  if (error) throw error;
  if (!isOver) throw promise;
}

/** A boundary above the provider, and in it a component that may suspend. */
const suspending = (config, { effect, forPromise } = {}) => (
  <Suspense fallback="waiting">
    <HeadlessProvider config={config}>
      <Who effect={effect} />
      <Waiting forPromise={forPromise} />
    </HeadlessProvider>
  </Suspense>
);

/** The same in an `<Activity>`; `undefined` where React has none. */
const inActivity = (mode, config, effect) =>
  React.Activity && <React.Activity mode={mode}>{withConfig(config, effect)}</React.Activity>;

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

/** What the error boundary around it shows. */
async function failureOf(element) {
  const page = scene(<Failure>{element}</Failure>);
  for (let tries = 0; tries < 100 && ["not known", "waiting"].includes(page.text()); tries++) await settled(() => {});
  return page.text();
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

Object.assign(globalThis, { scene, failureOf, suspending, inActivity, withClient, withConfig, nobody, settled, codeOf, countedStore, sdk: { createClient, createFakeClient } });
