import { createClient as main, type HeadlessClient } from "headless-identity";
import * as compat from "headless-identity/compat";
import { createClient as slim } from "headless-identity/slim";

const config = { siteUrl: "https://shop.example/portal", clientId: "app" };

export async function compiles(): Promise<void> {
  const client: HeadlessClient = await compat.createClient(config);
  const { verifier } = await compat.createPkcePair();
  await compat.pkceChallenge(verifier).catch(compat.isHeadlessIdentityError);
  await main({ ...config, fallback: () => import("headless-identity/compat") });
  await main({ ...config, fallback: async () => compat });
  await main({ ...config, fallback: () => compat });
  await slim({ ...config, wasm: "/core.wasm", fallback: () => import("headless-identity/compat") });
  await compat.createClient({ ...config, fallback: undefined });
  client.close();
}

export async function mustNotCompile(): Promise<void> {
  // @ts-expect-error a function, so that it is fetched only where it is needed
  await main({ ...config, fallback: import("headless-identity/compat") });
  // @ts-expect-error the main entry has no other core
  await main({ ...config, fallback: () => import("headless-identity") });
  // @ts-expect-error the module, not its name
  await main({ ...config, fallback: () => "headless-identity/compat" });
  // @ts-expect-error it brings its own core
  await compat.createClient({ ...config, wasm: "/core.wasm" });
}
