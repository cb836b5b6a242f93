import { createSignal, onCleanup, onMount } from "solid-js";

export function createSession(client) {
  const [session, setSession] = createSignal(); // undefined while it is not known
  onMount(() => {
    const update = () => setSession(client.session());
    onCleanup(client.subscribe(update));
    client.ready.then(update, (error) => console.error(error)); // the session stays unknown: tell the console why
  });
  return session;
}
