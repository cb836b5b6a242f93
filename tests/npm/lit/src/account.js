import { html, LitElement } from "lit";
import { client } from "./client.js";
import { SessionController } from "./session-controller.js";

customElements.define(
  "app-account",
  class extends LitElement {
    session = new SessionController(this, client);

    updated() {
      const session = this.session.value;
      if (session === undefined || session?.kind === "user") return;
      location.replace(`/login?returnTo=${encodeURIComponent(location.pathname)}`);
    }

    render() {
      return html`
        <output>${this.session.value?.userId ?? "not known"}</output>
        <button @click=${() => client.logout()}>Sign out</button>
      `;
    }
  },
);
