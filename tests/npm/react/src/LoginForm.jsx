import { useState } from "react";
import { useClient } from "headless-identity/react";

export function LoginForm() {
  const { login } = useClient();
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

  return (
    <form method="post" onSubmit={submit}>
      <input name="username" autoComplete="username" aria-label="Username" />
      <input name="password" type="password" autoComplete="current-password" aria-label="Password" />
      <button>Log in</button>
      {failure && <p role="alert">{failure}</p>}
    </form>
  );
}
