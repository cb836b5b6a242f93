/** What becomes of clients where there is no page, as data. `ways` are those to a client besides the main entry's. */
export async function check({ createClient, lazyClient }, { config, user: { username, password } }, ways) {
  const failureOf = (promise) => promise.then(() => undefined, ({ code, hint }) => ({ code, hint }));
  const lazy = lazyClient(config);
  const found = {
    clients: {},
    lazy: {
      isKnown: lazy.session() !== undefined,
      isForAll: lazy === lazyClient({ ...config, clientId: "another" }),
      subscribed: typeof lazy.subscribe(() => {}),
      ready: await failureOf(lazy.ready),
      login: await failureOf(lazy.login({ username, password })),
    },
  };
  for (const [way, make] of Object.entries({ main: createClient, ...ways })) {
    const inMemory = async () => {
      const client = await make(config);
      const { userId } = await client.login({ username, password });
      await client.logout();
      return userId;
    };
    found.clients[way] = {
      session: await failureOf(make({ ...config, storage: "session" })),
      local: await failureOf(make({ ...config, storage: "local" })),
      memory: await inMemory().catch(({ code, hint }) => ({ code, hint })),
    };
  }
  return found;
}
