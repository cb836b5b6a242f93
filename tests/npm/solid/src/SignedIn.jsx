import { Navigate, useLocation } from "@solidjs/router";
import { Show } from "solid-js";
import { client } from "./client.js";
import { createSession } from "./create-session.js";

/** Guards what is inside, as soon as the session is known and for as long as it is there. */
export function SignedIn(props) {
  const session = createSession(client);
  const { pathname } = useLocation();
  return (
    <Show when={session() !== undefined} fallback={<output>not known</output>}>
      <Show when={session()?.kind === "user"} fallback={<Navigate href={`/login?returnTo=${encodeURIComponent(pathname)}`} />}>
        {props.children}
      </Show>
    </Show>
  );
}
