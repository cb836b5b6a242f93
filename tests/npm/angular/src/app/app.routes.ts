import type { Routes } from "@angular/router";
import { signedIn } from "headless-identity/angular";
import { Account } from "./account";
import { Home } from "./home";
import { Login } from "./login";

export const routes: Routes = [
  { path: "", component: Home },
  { path: "login", component: Login },
  { path: "account", component: Account, canActivate: [signedIn("/login")] },
];
