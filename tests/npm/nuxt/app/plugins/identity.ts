import { headlessIdentity } from "headless-identity/vue";

export default defineNuxtPlugin(({ vueApp }) => void vueApp.use(headlessIdentity, { client: identity }));
