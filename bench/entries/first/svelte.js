export * from "headless-identity/svelte";
