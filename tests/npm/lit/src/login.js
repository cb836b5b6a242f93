import { html, LitElement, nothing } from "lit";
import { client } from "./client.js";

customElements.define(
  "app-login",
  class extends LitElement {
    static properties = { failure: { state: true } };

    async submit(event) {
      event.preventDefault();
      const data = new FormData(event.currentTarget);
      try {
        await client.login({ username: data.get("username"), password: data.get("password") });
        const returnTo = new URLSearchParams(location.search).get("returnTo") ?? "/account";
        const isOurs = new URL(returnTo, location.origin).origin === location.origin; // never to another site
        location.assign(isOurs ? returnTo : "/account");
      } catch (error) {
        this.failure = error.code;
      }
    }

    render() {
      return html`
        <form data-ready method="post" @submit=${this.submit}>
          <label>Username <input name="username" autocomplete="username" /></label>
          <label>Password <input name="password" type="password" autocomplete="current-password" /></label>
          <button>Log in</button>
          ${this.failure ? html`<p role="alert">${this.failure}</p>` : nothing}
        </form>
      `;
    }
  },
);
