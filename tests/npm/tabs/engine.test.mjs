/** What tabs that share a session rely on in every engine: the order of locks and of messages, and that a private window has its own. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openContext, openPage } from "../lib/browser.mjs";
import { awaitEqual, origin } from "./lib/tabs.mjs";

const openTab = async (context) => openPage(`${origin}/`, context);

test("a lock goes to tabs in the order in which they have asked for it", async () => {
  const context = await openContext();
  const tabs = [await openTab(context), await openTab(context), await openTab(context)];
  const [first] = tabs;
  await first.evaluate(() => new Promise((held) => void navigator.locks.request("order", () => (held(), new Promise((end) => (globalThis.release = end))))));
  const pending = () => first.evaluate(async () => (await navigator.locks.query()).pending.length);
  const asked = [];
  for (const tab of [tabs[2], tabs[1], first]) {
    asked.push(tab.evaluate(() => navigator.locks.request("order", () => new Promise((end) => setTimeout(end, 50, Date.now())))));
    await awaitEqual(pending, asked.length);
  }
  await first.evaluate(() => release());
  const times = await Promise.all(asked);
  assert.deepEqual(times, [...times].sort((one, other) => one - other));
  await context.close();
});

test("what a tab tells the others arrives in order", async () => {
  const context = await openContext();
  const [teller, hearer] = [await openTab(context), await openTab(context)];
  await hearer.evaluate(() => {
    globalThis.heard = [];
    new BroadcastChannel("order").onmessage = ({ data }) => heard.push(data);
  });
  const told = Array.from({ length: 100 }, (_, number) => number);
  await teller.evaluate((numbers) => {
    const channel = new BroadcastChannel("order");
    for (const number of numbers) channel.postMessage(number);
  }, told);
  await awaitEqual(() => hearer.evaluate(() => heard), told);
  await context.close();
});

test("a private window has locks, messages and a store of its own", async () => {
  const contexts = [await openContext(), await openContext()];
  const [one, other] = [await openTab(contexts[0]), await openTab(contexts[1])];
  await other.evaluate(() => {
    globalThis.heard = [];
    new BroadcastChannel("own").onmessage = ({ data }) => heard.push(data);
  });
  await one.evaluate(async () => {
    localStorage.setItem("own", "here");
    new BroadcastChannel("own").postMessage("here");
    await new Promise((held) => void navigator.locks.request("own", () => (held(), new Promise(() => {}))));
  });
  const seen = await other.evaluate(async () => {
    const isFree = await navigator.locks.request("own", { ifAvailable: true }, (lock) => lock !== null);
    await new Promise((later) => setTimeout(later, 300));
    return { isFree, heard, kept: localStorage.getItem("own") };
  });
  assert.deepEqual(seen, { isFree: true, heard: [], kept: null });
  for (const context of contexts) await context.close();
});
