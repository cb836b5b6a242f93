import { createRouter, createWebHistory } from "vue-router";
import Account from "./Account.vue";
import { client } from "./client.js";
import Home from "./Home.vue";
import Login from "./Login.vue";

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", component: Home },
    { path: "/login", component: Login },
    { path: "/account", component: Account, meta: { signedIn: true } },
  ],
});

router.beforeEach(async ({ meta, fullPath }) => {
  if (!meta.signedIn) return;
  const session = await client.ready.catch(() => null); // the login form shows why
  if (session?.kind !== "user") return { path: "/login", query: { returnTo: fullPath } };
});
