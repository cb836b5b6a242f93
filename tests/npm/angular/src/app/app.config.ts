import type { ApplicationConfig } from "@angular/core";
import { provideClientHydration } from "@angular/platform-browser";
import { provideRouter } from "@angular/router";
import { provideHeadlessIdentity } from "headless-identity/angular";
import { routes } from "./app.routes";

const config = { ...globalThis.IDENTITY_CONFIG };

export const appConfig: ApplicationConfig = {
  providers: [provideRouter(routes), provideClientHydration(), provideHeadlessIdentity(config)],
};
