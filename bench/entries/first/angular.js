export * from "headless-identity/angular";
