/** Logs in with what is typed into the form, and shows the result in its <output>. */
export function loginForm(form, client) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { username, password, answer } = form.elements;
    try {
      const session = await client.login({ username: username.value, password: password.value });
      answer.value = `Signed in: ${session.userId}`;
    } catch (error) {
      answer.value = error.code === "invalid_credentials" ? "Wrong username or password." : `Not now: ${error.code}`;
    }
  });
}

/** The form, for a page or a test. */
export const FORM = `
  <form method="post">
    <label>Username <input name="username" autocomplete="username"></label>
    <label>Password <input name="password" type="password" autocomplete="current-password"></label>
    <button>Log in</button>
    <output name="answer"></output>
  </form>`;
