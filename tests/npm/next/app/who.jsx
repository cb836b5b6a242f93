"use client";
import { useSession } from "headless-identity/react";

export function Who() {
  const session = useSession();
  return <output>{session === undefined ? "not known" : (session?.kind ?? "nobody")}</output>;
}
