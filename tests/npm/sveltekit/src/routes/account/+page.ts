import { browser } from "$app/env";
import { identity } from "#lib/identity";
import { redirect } from "@sveltejs/kit";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ url }) => {
  if (!browser) return; // a server does not know
  const session = await identity.ready.catch(() => null); // the login form shows why
  if (session?.kind !== "user") redirect(307, `/login?returnTo=${encodeURIComponent(url.pathname + url.search)}`);
};
