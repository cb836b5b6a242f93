import { createFileRoute } from "@tanstack/react-router";
import { useClient } from "headless-identity/react";
import { useEffect, useState } from "react";

export const Route = createFileRoute("/login")({ component: Login });

function Login() {
  const { login } = useClient();
  const { returnTo } = Route.useSearch();
  const navigate = Route.useNavigate();
  const [failure, setFailure] = useState();
  const [isReady, setReady] = useState(false);
  useEffect(() => setReady(true), []);

  async function submit(event) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    try {
      await login({ username: data.get("username"), password: data.get("password") });
      await navigate({ to: returnTo ?? "/account" });
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
