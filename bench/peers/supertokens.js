import { init } from "supertokens-web-js";
import { init as emailPassword, signIn } from "supertokens-web-js/recipe/emailpassword";
import { getAccessToken, init as session, signOut } from "supertokens-web-js/recipe/session";

/** Requests go to one's own server. fetch and XMLHttpRequest are replaced, to renew where a request is refused. @type {import("../entries/entry.js").Open} */
export async function open({ siteUrl }, onChange) {
  const { origin, pathname } = new URL(siteUrl);
  init({
    appInfo: { appName: "Acme", apiDomain: origin, apiBasePath: `${pathname}/auth` },
    // Cookies, the default, would leave the page without a token to ask for.
    recipeList: [session({ tokenTransferMethod: "header", onHandleEvent: onChange }), emailPassword()],
  });
  return {
    async login({ username, password }) {
      const formFields = [
        { id: "email", value: username },
        { id: "password", value: password },
      ];
      const { status } = await signIn({ formFields });
      if (status !== "OK") throw new Error(status);
    },
    getAccessToken: () => getAccessToken(),
    logout: () => signOut(),
  };
}
