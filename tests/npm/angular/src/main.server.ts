import { type ApplicationConfig, mergeApplicationConfig } from "@angular/core";
import { type BootstrapContext, bootstrapApplication } from "@angular/platform-browser";
import { provideServerRendering, RenderMode, withRoutes } from "@angular/ssr";
import { App } from "./app/app";
import { appConfig } from "./app/app.config";

const serverConfig: ApplicationConfig = {
  providers: [
    provideServerRendering(
      withRoutes([
        { path: "login", renderMode: RenderMode.Prerender },
        { path: "**", renderMode: RenderMode.Server },
      ]),
    ),
  ],
};

export default (context: BootstrapContext) => bootstrapApplication(App, mergeApplicationConfig(appConfig, serverConfig), context);
