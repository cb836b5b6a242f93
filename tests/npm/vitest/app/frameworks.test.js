// The recipes of the package's README for Vue and Svelte.
import { createFakeClient } from "headless-identity/testing";
import { readable } from "svelte/store";
import { expect, test } from "vitest";
import { effectScope, onScopeDispose, shallowRef } from "vue";

test("Vue: a ref that follows the session until its scope ends", async () => {
  function useSession(client) {
    const session = shallowRef(client.session());
    onScopeDispose(client.subscribe((event) => (session.value = event.session)));
    return session;
  }

  const client = createFakeClient();
  const scope = effectScope();
  const session = scope.run(() => useSession(client));
  expect(session.value).toBeNull();
  const guest = await client.continueAsGuest();
  expect(session.value).toBe(guest);
  scope.stop();
  await client.logout();
  expect(session.value).toBe(guest);
});

test("Svelte: a store that follows the session while somebody looks", async () => {
  const sessionOf = (client) =>
    readable(null, (set) => {
      set(client.session());
      return client.subscribe(({ session }) => set(session));
    });

  const client = createFakeClient({ session: { userId: "005ADA" } });
  const seen = [];
  const end = sessionOf(client).subscribe((session) => seen.push(session?.userId ?? session));
  await client.logout();
  end();
  await client.login({ username: "ada", password: "secret" });
  expect(seen.slice(-2)).toEqual(["005ADA", null]);
});
