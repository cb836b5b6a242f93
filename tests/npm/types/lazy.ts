// A client at once, and errors without the core.
import { type AnyClient, type ClientConfig, createClient, type LazyClient, lazyClient, type Session } from "headless-identity";
import { type ErrorCode, isHeadlessIdentityError } from "headless-identity/errors";

const config = { siteUrl: "https://shop.example/portal", clientId: "app", storage: "local" } satisfies ClientConfig;

export async function uses(): Promise<void> {
  const lazy: LazyClient = lazyClient(config);
  const known: Session | null | undefined = lazy.session();
  const session: Session | null = await lazy.ready;
  const events: string[] = [];
  const unsubscribe: () => void = lazy.subscribe(({ type }) => events.push(type));
  const token: string = await lazy.getAccessToken({ minTtlSec: 60 });

  const either: AnyClient[] = [lazy, await createClient(config)];
  for (const { login, session } of either) {
    const { userId } = await login({ username: "ada", password: "secret" }).catch((error: unknown) => {
      const code: ErrorCode | undefined = isHeadlessIdentityError(error) ? error.code : undefined;
      throw code;
    });
    const who: string | undefined = session()?.userId ?? userId;
    console.log(who);
  }

  for (const { ready, session } of either) {
    const known: Session | null | undefined = await (ready ?? session());
    console.log(known);
  }

  // @ts-expect-error: it is not known at once
  const tooEarly: Session | null = lazy.session();
  // @ts-expect-error: a promise is no config
  lazyClient(Promise.resolve(config));

  console.log(known, session, unsubscribe, token, tooEarly);
}
