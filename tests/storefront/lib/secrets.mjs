/** Watches a login on the wire, to know the secrets that must show up nowhere else. */

/** Starts to collect; `watch.secrets` maps each value to its name. */
export function watchSecrets(page, typed) {
  const secrets = new Map(Object.entries(typed).map(([name, value]) => [value, name]));
  const reading = [];
  const keep = (value, name) => value && secrets.set(value, name);

  page.on("request", (request) => {
    keep(new URL(request.url()).searchParams.get("code"), "authorization code");
    const form = new URLSearchParams(request.postData() ?? "");
    keep(form.get("code_verifier"), "code verifier");
  });
  page.on("response", (response) => {
    if (!response.url().endsWith("/services/oauth2/token")) return;
    reading.push(
      response.json().then((tokens) => {
        for (const name of ["access_token", "refresh_token", "id_token"]) keep(tokens[name], name);
      }, () => {}),
    );
  });

  return {
    secrets,

    /** Names of the secrets that can be found in the page, and where. */
    async leaks() {
      await Promise.all(reading);
      const places = { ...(await page.evaluate(lookAround)), console: page.said.join("\n") };
      const found = [];
      for (const [value, name] of secrets) {
        const spellings = [value, encodeURIComponent(value)];
        for (const [place, text] of Object.entries(places)) {
          if (spellings.some((spelling) => text.includes(spelling))) found.push(`${name} in ${place}`);
        }
      }
      return found;
    },
  };
}

/** Runs in the page: everything that outlives the call or that another script could read without asking the SDK. */
async function lookAround() {
  // The SDK's own entry is where the session is kept (docs/storage-and-security.md); nobody else has anything to keep.
  const foreign = ([key]) => !/^headless-identity:http[^ ]*:3MVG9\w+$/.test(key);
  const dump = (storage) => JSON.stringify(Object.entries(storage).filter(foreign));
  return {
    markup: document.documentElement.outerHTML,
    fields: [...document.querySelectorAll("input")].map((input) => input.value).join("\n"),
    address: location.href,
    history: JSON.stringify(history.state),
    title: document.title,
    cookies: document.cookie,
    localStorage: dump(localStorage),
    sessionStorage: dump(sessionStorage),
    databases: JSON.stringify(await indexedDB.databases()),
    caches: JSON.stringify(await caches.keys()),
    timing: performance.getEntriesByType("resource").map((entry) => entry.name).join("\n"),
  };
}
