import { createFileRoute, redirect } from "@tanstack/react-router";
import { useClient, useSession } from "headless-identity/react";
import { useEffect } from "react";
import { client } from "../identity";

export const Route = createFileRoute("/account")({
  ssr: false, // no server knows the session
  beforeLoad: async ({ location }) => {
    if ((await client.ready)?.kind !== "user") throw redirect({ to: "/login", search: { returnTo: location.pathname } });
  },
  component: Account,
});

function Account() {
  const session = useSession();
  const { logout } = useClient();
  const navigate = Route.useNavigate();
  useEffect(() => {
    if (session === null) navigate({ to: "/" });
  }, [session, navigate]);

  return (
    <>
      <output>{session?.userId ?? "not known"}</output>
      <button onClick={() => logout()}>Sign out</button>
    </>
  );
}
