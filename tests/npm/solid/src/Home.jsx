import { A } from "@solidjs/router";
import { client } from "./client.js";
import { createSession } from "./create-session.js";

export function Home() {
  const session = createSession(client);
  return (
    <>
      <output>{session() === undefined ? "not known" : (session()?.userId ?? "nobody")}</output>
      <A href="/account">Account</A>
    </>
  );
}
