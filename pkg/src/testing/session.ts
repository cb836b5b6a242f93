import { frozen } from "../frozen.js";
import type { Session } from "../types/session.js";

const QUARTER_HOUR = 15 * 60_000;

/**
 * A session as the real client gives it: frozen at any depth, of a user unless the facts say otherwise, and good for a quarter of an
 * hour from now.
 *
 * @example
 * const guest = fakeSession({ kind: "guest" });
 * const ada = fakeSession({ idTokenClaims: { name: "Ada" } });
 */
export function fakeSession(facts: Partial<Session> = {}): Session {
  const issuedAt = facts.issuedAt ?? Date.now();
  const person =
    facts.kind === "guest"
      ? { kind: "guest" as const, uvid: fakeUvid(1) }
      : { kind: "user" as const, userId: "005000000000001AAA", organizationId: "00D000000000001EAA" };
  return frozen({
    ...person,
    scopes: ["openid", "api", "refresh_token"],
    tokenFormat: "jwt",
    issuedAt,
    expiresAt: issuedAt + QUARTER_HOUR,
    ...(JSON.parse(JSON.stringify(facts)) as Partial<Session>), // what the test handed in stays its own
  });
}

/** The nth visitor's id: always the same ones, so that they may stand in a snapshot. */
export function fakeUvid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
}
