import { afterNextRender, Component, inject, signal } from "@angular/core";
import { ActivatedRoute, Router } from "@angular/router";
import { injectClient } from "headless-identity/angular";
import { isHeadlessIdentityError } from "headless-identity/errors";

@Component({
  selector: "app-login",
  template: `
    <form [attr.data-ready]="isReady()" (submit)="submit($event, username.value, password.value)">
      <label>Username <input #username autocomplete="username" /></label>
      <label>Password <input #password type="password" autocomplete="current-password" /></label>
      <button>Log in</button>
      @if (failure()) {
        <p role="alert">{{ failure() }}</p>
      }
    </form>
  `,
})
export class Login {
  readonly failure = signal("");
  readonly isReady = signal<true | null>(null);
  readonly #client = injectClient();
  readonly #router = inject(Router);
  readonly #route = inject(ActivatedRoute);

  constructor() {
    afterNextRender(() => this.isReady.set(true));
  }

  async submit(event: Event, username: string, password: string) {
    event.preventDefault();
    try {
      await this.#client.login({ username, password });
      await this.#router.navigateByUrl(this.#route.snapshot.queryParamMap.get("returnTo") ?? "/account");
    } catch (error) {
      this.failure.set(isHeadlessIdentityError(error) ? error.code : "unknown");
    }
  }
}
