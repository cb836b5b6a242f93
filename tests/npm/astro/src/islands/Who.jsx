import { HeadlessProvider, useSession } from "headless-identity/react";
import { client } from "../client.js";

export function Who() {
  return (
    <HeadlessProvider client={client}>
      <Session />
    </HeadlessProvider>
  );
}

function Session() {
  const session = useSession();
  return <output>{session === undefined ? "not known" : (session?.userId ?? "nobody")}</output>;
}
