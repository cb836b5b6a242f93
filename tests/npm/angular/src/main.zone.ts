import { mergeApplicationConfig, provideZoneChangeDetection } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { App } from "./app/app";
import { appConfig } from "./app/app.config";

bootstrapApplication(App, mergeApplicationConfig(appConfig, { providers: [provideZoneChangeDetection()] })).catch((error) => console.error(error));
