import { useSession } from "headless-identity/react";
import { Link } from "react-router";

export default function Home() {
  const session = useSession();
  return (
    <>
      <output>{session === undefined ? "not known" : (session?.userId ?? "nobody")}</output>
      <Link to="/account">Account</Link>
    </>
  );
}
