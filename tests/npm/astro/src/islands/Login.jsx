import { useEffect, useState } from "react";
import { client } from "../client.js";

export function Login() {
  const [failure, setFailure] = useState();
  const [isReady, setReady] = useState(false);
  useEffect(() => setReady(true), []);

  async function submit(event) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    try {
      await client.login({ username: data.get("username"), password: data.get("password") });
      const returnTo = new URLSearchParams(location.search).get("returnTo") ?? "/account";
      const isOurs = new URL(returnTo, location.origin).origin === location.origin; // never to another site
      location.assign(isOurs ? returnTo : "/account");
    } catch (error) {
      setFailure(error.code);
    }
  }

  return (
    <form method="post" data-ready={isReady || undefined} onSubmit={submit}>
      <label>Username <input name="username" autoComplete="username" /></label>
      <label>Password <input name="password" type="password" autoComplete="current-password" /></label>
      <button>Log in</button>
      {failure && <p role="alert">{failure}</p>}
    </form>
  );
}
