import assert from "node:assert/strict";
import { test } from "node:test";
import { createFakeClient } from "headless-identity/testing";
import { headlessIdentity, useSession } from "headless-identity/vue";
import { createPinia, defineStore } from "pinia";
import { computed, createApp, createRenderer, createSSRApp, effectScope, h, nextTick, ref, Suspense } from "vue";
import { renderToString } from "vue/server-renderer";

const useIdentity = defineStore("identity", () => {
  const session = useSession();
  return { session, isSignedIn: computed(() => session.value?.kind === "user") };
});

function start() {
  const client = createFakeClient();
  const pinia = createPinia();
  createApp({}).use(pinia).use(headlessIdentity, { client });
  return { client, pinia };
}

test("Vue, a Pinia store follows the session", async () => {
  const { client, pinia } = start();
  const store = useIdentity(pinia);
  assert.equal(store.session, null);
  const session = await client.login({ username: "ada", password: "secret" });
  assert.equal(store.session, session);
  assert.ok(store.isSignedIn);
  await client.logout();
  assert.ok(!store.isSignedIn);
});

test("Vue, the session is no state of a Pinia store: plugins do not keep it, and a server's state does not overwrite it", async (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const { client, pinia } = start();
  await client.login({ username: "ada", password: "secret" });
  pinia.state.value.identity = {}; // from the server
  const store = useIdentity(pinia);
  assert.equal(store.session.kind, "user");
  assert.deepEqual(store.$state, {});
  assert.deepEqual(warn.mock.calls.map(({ arguments: [text] }) => text), []);
});

test("Vue, a store or a scope that is set up inside a component does not know the session before the component is mounted", async () => {
  const client = createFakeClient({ session: { userId: "005ADA" } });
  const inStore = () => useIdentity();
  const inScope = () => ({ session: effectScope().run(() => useSession()).value });
  for (const use of [inStore, inScope]) {
    const page = {
      setup() {
        const store = use();
        return () => h("output", store.session === undefined ? "not known" : store.session.userId);
      },
    };
    // Its setup runs alike where it is rendered on a server and where it hydrates.
    const app = createSSRApp(page).use(createPinia()).use(headlessIdentity, { client });
    assert.equal(await renderToString(app), "<output>not known</output>");
  }
});

/** A tree of plain objects in place of a page. */
const tree = {
  createElement: (tag) => ({ tag, children: [] }),
  createText: (text) => ({ text }),
  createComment: (text) => ({ text }),
  setText: () => {},
  setElementText: () => {},
  patchProp: () => {},
  parentNode: ({ parent }) => parent,
  nextSibling: (node) => node.parent.children[node.parent.children.indexOf(node) + 1] ?? null,
  insert(node, parent, before) {
    if (node.parent) tree.remove(node);
    node.parent = parent;
    parent.children.splice(before ? parent.children.indexOf(before) : parent.children.length, 0, node);
  },
  remove(node) {
    node.parent?.children.splice(node.parent.children.indexOf(node), 1);
    node.parent = undefined;
  },
};

test("Vue, a store that is set up in a page which is left before it is mounted knows the session all the same", async (t) => {
  t.mock.method(console, "warn", () => {}); // Suspense is experimental, says Vue
  const client = createFakeClient({ session: { userId: "005ADA" } });
  const [pinia, isShown] = [createPinia(), ref(true)];
  const slow = {
    async setup() {
      useIdentity();
      await new Promise(() => {});
    },
  };
  const page = { render: () => h(Suspense, null, { default: () => h(isShown.value ? slow : "p") }) };
  const body = tree.createElement("body");
  createRenderer(tree).createApp(page).use(pinia).use(headlessIdentity, { client }).mount(body);
  const store = useIdentity(pinia);
  assert.equal(store.session, undefined, "its page is not mounted");
  isShown.value = false;
  await nextTick();
  assert.equal(store.session?.userId, "005ADA");
});
