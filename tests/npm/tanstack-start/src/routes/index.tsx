import { createFileRoute, Link } from "@tanstack/react-router";
import { useSession } from "headless-identity/react";

export const Route = createFileRoute("/")({ component: Home });

function Home() {
  const session = useSession();
  return (
    <>
      <output>{session === undefined ? "not known" : (session?.userId ?? "nobody")}</output>
      <Link to="/account">Account</Link>
    </>
  );
}
