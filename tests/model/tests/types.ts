// What a user of the package writes in TypeScript: compiled, never run.
import { createModelSite, type Fault, type ModelSite } from "headless-identity-model-site";

const site: ModelSite = await createModelSite({
  preset: "ready",
  app: { isRefreshTokenRotationEnabled: true },
  users: [{ username: "eve@example.com", password: "x", isActive: false }],
  switches: { otp_digits: 8 },
});
globalThis.fetch = site.fetch;
const answer: Response = await site.fetch(new Request(site.siteUrl), { signal: AbortSignal.timeout(10) });
const fault: Fault = { path: "/token", kind: "delay", ms: 10 };
site.fault(fault, { path: "/token", kind: "drop", times: 2 });
site.patch({ org: { isPkceRequired: true } });
const now: number = site.advance(1000);
const code: string | undefined = site.outbox().at(-1)?.otp;
const path: string | undefined = site.requests()[0]?.path;
for (const { id, userId } of site.oauthSessions()) if (userId === null) site.endOauthSession(id);
const { clientId }: { clientId: string } = site.addApp({ isCodeCredFlowEnabled: true });
site.removeApp(clientId);

// @ts-expect-error no such kind
site.fault({ path: "/token", kind: "explode" });
// @ts-expect-error a live site keeps its preset
site.patch({ preset: "fresh" });
// @ts-expect-error users are changed by a patch
site.users = [];

export { answer, code, now, path };
