/**
 * Your Salesforce site: the one file to edit.
 *
 * Left empty, the page looks for the model site it is served from (`cargo xtask demo`). With a real org, fill in both;
 * neither is a secret. docs/setup.md lists what to switch on in the org first.
 */
export const config = {
  /** Where the Experience Cloud site lives, with its path prefix: "https://acme.my.site.com/portal". */
  siteUrl: "",

  /** The consumer key of the External Client App or connected app. */
  clientId: "",

  /**
   * The provider that customers may sign on with: the URL suffix of an auth provider on the site's login page, such as
   * "Google". Empty, there is no such button. This page's own address must be among the app's callback URLs.
   */
  provider: "",

  /**
   * Where the site requires reCAPTCHA, ask your widget for a token here: `grecaptcha.execute(siteKey, { action })`. The page's
   * policy in index.html then has to let the widget's script in.
   *
   * @param {string} action  "registration", "passwordless" or "password-reset"
   * @returns {Promise<string | undefined>}
   */
  recaptcha: async (action) => undefined,
};
