import { useNavigate, useSearchParams } from "@solidjs/router";
import { createSignal, onMount, Show } from "solid-js";
import { client } from "./client.js";

export function Login() {
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const [failure, setFailure] = createSignal();
  const [isReady, setReady] = createSignal(false);
  onMount(() => setReady(true));

  async function submit(event) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    try {
      await client.login({ username: data.get("username"), password: data.get("password") });
      navigate(query.returnTo ?? "/account");
    } catch (error) {
      setFailure(error.code);
    }
  }

  return (
    <form method="post" data-ready={isReady() || undefined} onSubmit={submit}>
      <label>Username <input name="username" autocomplete="username" /></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" /></label>
      <button>Log in</button>
      <Show when={failure()}>
        <p role="alert">{failure()}</p>
      </Show>
    </form>
  );
}
