import { html, LitElement } from "lit";
import { client } from "./client.js";
import { SessionController } from "./session-controller.js";

customElements.define(
  "app-home",
  class extends LitElement {
    session = new SessionController(this, client);

    render() {
      const session = this.session.value;
      return html`
        <output>${session === undefined ? "not known" : (session?.userId ?? "nobody")}</output>
        <a href="/account">Account</a>
      `;
    }
  },
);
