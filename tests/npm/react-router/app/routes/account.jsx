import { useClient, useSession } from "headless-identity/react";
import { useEffect } from "react";
import { redirect, useNavigate } from "react-router";
import { client } from "../client.js";

export async function clientLoader({ request }) {
  const { pathname } = new URL(request.url);
  if ((await client.ready)?.kind !== "user") throw redirect(`/login?returnTo=${encodeURIComponent(pathname)}`);
}

export function HydrateFallback() {
  return <output>not known</output>;
}

export default function Account() {
  const session = useSession();
  const { logout } = useClient();
  const navigate = useNavigate();
  useEffect(() => {
    if (session === null) navigate("/");
  }, [session, navigate]);

  return (
    <>
      <output>{session?.userId ?? "not known"}</output>
      <button onClick={() => logout()}>Sign out</button>
    </>
  );
}
