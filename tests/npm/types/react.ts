import { type AnyClient, lazyClient, type Session } from "headless-identity";
import { HeadlessProvider, type HeadlessProviderProps, useClient, useSession } from "headless-identity/react";
import { createFakeClient } from "headless-identity/testing";
import { createElement } from "react";

const config = { siteUrl: "https://shop.example/portal", clientId: "app" };
const client = createFakeClient();

export function Compiles() {
  const session: Session | null | undefined = useSession();
  const { login }: AnyClient = useClient();
  const props: HeadlessProviderProps[] = [{ client }, { client: lazyClient(config) }, { config }, { config, children: session?.userId }];
  void [login, props];
  return createElement(HeadlessProvider, { config: { ...config, storage: "local" } }, createElement("p"));
}

export const mustNotCompile = [
  // @ts-expect-error one of both is needed
  createElement(HeadlessProvider, {}),
  // @ts-expect-error one of both, not both
  createElement(HeadlessProvider, { client, config }),
  // @ts-expect-error a client is there already
  createElement(HeadlessProvider, { client: Promise.resolve(client) }),
  // @ts-expect-error a config needs its client id
  createElement(HeadlessProvider, { config: { siteUrl: "https://shop.example" } }),
  // @ts-expect-error the types of the config are those of createClient
  createElement(HeadlessProvider, { config: { ...config, storage: "cookie" } }),
  // @ts-expect-error a client may not be there yet: make it before, or give a config
  createElement(HeadlessProvider, { client: undefined }),
  // @ts-expect-error the provider's client is the only one
  () => useClient(config),
  // @ts-expect-error it may not be known yet
  (): Session | null => useSession(),
];
