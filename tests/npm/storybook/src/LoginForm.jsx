import { useClient, useSession } from "headless-identity/react";
import { useState } from "react";

export function LoginForm() {
  const { login } = useClient();
  const session = useSession();
  const [failure, setFailure] = useState();

  async function submit(event) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    try {
      await login({ username: data.get("username"), password: data.get("password") });
    } catch (error) {
      setFailure(error.code);
    }
  }

  if (session?.kind === "user") return <output>{session.userId}</output>;
  return (
    <form method="post" onSubmit={submit}>
      <label>Username <input name="username" autoComplete="username" /></label>
      <label>Password <input name="password" type="password" autoComplete="current-password" /></label>
      <button>Log in</button>
      {failure && <p role="alert">{failure}</p>}
    </form>
  );
}
