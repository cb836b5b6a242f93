export * from "headless-identity/errors";
