export * from "headless-identity/react";
