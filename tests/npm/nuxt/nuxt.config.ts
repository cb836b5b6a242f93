export default defineNuxtConfig({
  compatibilityDate: "2026-11-01",
  routeRules: { "/account": { ssr: false } }, // the server does not know whether to show it or the form
});
