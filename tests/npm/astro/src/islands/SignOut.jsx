import { HeadlessProvider, useClient } from "headless-identity/react";
import { config } from "../config.js";

// The same config as that of the other island, and so the same client.
export function SignOut() {
  return (
    <HeadlessProvider config={config}>
      <Button />
    </HeadlessProvider>
  );
}

function Button() {
  const { logout } = useClient();

  async function signOut() {
    await logout();
    location.assign("/");
  }

  return <button onClick={signOut}>Sign out</button>;
}
