// What a framework's entry takes: a config or a client. Svelte's stands for all, because its types need nothing of Svelte.
import { type AnyClient, createClient, lazyClient } from "headless-identity";
import { type Given, headlessIdentity } from "headless-identity/svelte";

const config = { siteUrl: "https://shop.example/portal", clientId: "app" };

export async function uses(): Promise<AnyClient[]> {
  const given: Given[] = [config, { ...config, storage: "local" }, { client: lazyClient(config) }, { client: await createClient(config) }];

  // @ts-expect-error: a client has its config already
  headlessIdentity({ client: lazyClient(config), siteUrl: config.siteUrl });
  // @ts-expect-error: neither
  headlessIdentity({});

  return given.map((each) => headlessIdentity(each).client);
}
