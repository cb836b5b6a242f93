export * from "headless-identity/vue";
