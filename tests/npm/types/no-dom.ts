// A project whose library has no `DOM`: Node, where only tests and servers are expected, and workers. What the declarations need of
// `fetch` and `URL` comes from @types/node or the library `WebWorker`.
import { type ClientConfig, createClient, HeadlessIdentityError } from "headless-identity";
import * as compat from "headless-identity/compat";
import { HeadlessProvider } from "headless-identity/react";
import { createClient as slim } from "headless-identity/slim";
import { createFakeClient, fakeError } from "headless-identity/testing";

const config = { siteUrl: "https://shop.example/portal", clientId: "app" } satisfies ClientConfig;

export async function compiles(bytes: Uint8Array): Promise<void> {
  const { signal } = new AbortController();
  const client = await createClient({ ...config, fallback: () => compat });
  await client.login({ username: "ada", password: "secret", signal });
  const answer: Response = await client.fetch(new URL("https://shop.example/api"), { method: "POST", body: "{}", signal });
  await client.fetch(new Request("https://shop.example/api"));
  await slim({ ...config, wasm: fetch("https://cdn.example/core.wasm") });
  await slim({ ...config, wasm: bytes });
  createFakeClient({ fetch: async () => new Response("{}") });
  void [answer, HeadlessIdentityError, HeadlessProvider, fakeError("network").cause];
}

export async function mustNotCompile(): Promise<void> {
  // @ts-expect-error a number is no address: the types of `fetch` are there, and not `any`
  await (await createClient(config)).fetch(8);
  // @ts-expect-error nor is it a signal
  await (await createClient(config)).userInfo({ signal: 8 });
}
