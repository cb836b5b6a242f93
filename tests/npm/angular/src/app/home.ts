import { Component } from "@angular/core";
import { RouterLink } from "@angular/router";
import { injectSession } from "headless-identity/angular";

@Component({
  selector: "app-home",
  imports: [RouterLink],
  template: `
    <output>{{ session() === undefined ? "not known" : (session()?.userId ?? "nobody") }}</output>
    <a routerLink="/account">Account</a>
  `,
})
export class Home {
  readonly session = injectSession();
}
