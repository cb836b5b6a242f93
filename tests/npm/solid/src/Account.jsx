import { client } from "./client.js";
import { createSession } from "./create-session.js";
import { SignedIn } from "./SignedIn.jsx";

export function Account() {
  const session = createSession(client);
  return (
    <SignedIn>
      <output>{session()?.userId ?? "not known"}</output>
      <button onClick={() => client.logout()}>Sign out</button>
    </SignedIn>
  );
}
