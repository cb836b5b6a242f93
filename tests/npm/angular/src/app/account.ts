import { Component, effect, inject } from "@angular/core";
import { Router } from "@angular/router";
import { injectClient, injectSession } from "headless-identity/angular";

@Component({
  selector: "app-account",
  template: `
    <output>{{ session()?.userId ?? "not known" }}</output>
    <button (click)="client.logout()">Sign out</button>
  `,
})
export class Account {
  readonly client = injectClient();
  readonly session = injectSession();

  constructor() {
    const router = inject(Router);
    effect(() => {
      if (this.session() === null) router.navigateByUrl("/");
    });
  }
}
