import { StrictMode } from "react";
import { HeadlessProvider, useClient, useSession } from "headless-identity/react";
import { Failure } from "./Failure.jsx";
import { LoginForm } from "./LoginForm.jsx";

export function App({ config }) {
  return (
    <StrictMode>
      <Failure>
        <HeadlessProvider config={config}>
          <Account />
        </HeadlessProvider>
      </Failure>
    </StrictMode>
  );
}

function Account() {
  const session = useSession();
  const { logout } = useClient();
  if (session === undefined) return <p>One moment …</p>;
  if (session?.kind !== "user") return <LoginForm />;
  return (
    <p>
      Signed in: <output>{session.userId}</output> <button onClick={() => logout()}>Sign out</button>
    </p>
  );
}
