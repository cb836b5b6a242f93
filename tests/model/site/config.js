/**
 * The site of this page: a model of one, which a service worker runs inside this browser. No server takes part, so the tab
 * "Network" shows what the model makes of each request. Preflights do not take place, and CORS is the model's own account.
 */
const here = new URL("./", import.meta.url);

const { serviceWorker } = navigator;
const { installing } = await serviceWorker.register(new URL("sw.js", here), { type: "module" });
if (serviceWorker.controller === null) {
  await new Promise((resolve, reject) => {
    serviceWorker.addEventListener("controllerchange", resolve, { once: true });
    const failed = () => installing.state === "redundant" && reject(new Error("The model did not start in this browser."));
    installing?.addEventListener("statechange", failed);
  });
}
setInterval(() => serviceWorker.controller?.postMessage("stay"), 10_000);

const note = document.createElement("p");
note.setAttribute("role", "note");
note.id = "inside";
note.textContent =
  "This site is a model that runs inside your browser, in a service worker. No server takes part: what the network panel shows " +
  "is the model's own account, and so is CORS; there are no preflights. All data ends with this page.";
document.body.append(note);

const modelDoor = `${here.pathname}__model/sites/portal`;
const { siteUrl, clientId, users } = await (await fetch(modelDoor)).json();

export const config = {
  siteUrl,
  clientId,
  provider: "Model_IDP",
  recaptcha: async () => "ok",
  modelDoor,
  demoUser: users[0],
};
