import { headlessIdentity } from "headless-identity/vue";
import { createApp } from "vue";
import App from "./App.vue";
import { client } from "./client.js";
import { router } from "./router.js";

createApp(App).use(headlessIdentity, { client }).use(router).mount("#app");
