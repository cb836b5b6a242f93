export default defineNuxtRouteMiddleware(async ({ fullPath }) => {
  if (import.meta.server) return;
  const session = await identity.ready.catch(() => null); // the login form shows why
  if (session?.kind !== "user") return navigateTo({ path: "/login", query: { returnTo: fullPath } });
});
