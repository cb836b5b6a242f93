//! What each error tells the developer: a message that says what happened, and a hint that says what to change, in the
//! words of Salesforce's own Setup pages.
//!
//! This table is the one source of both, for the crate and for the npm package. `docs/errors.md` and `pkg/src/generated/` are
//! generated from it by `UPDATE_DOCS=1 cargo test --lib error`.

use super::names::{Code, ServerWords, Step};
use super::table::texts;
#[cfg(test)]
use super::table::{NpmError, Row, Texts};
use crate::text::contains;

/// What stands in a hint where [`Error::hint`](super::Error::hint) puts the value that it quotes.
pub(super) const QUOTED: &str = "{quoted}";

/// What an error of the npm package says where the chunk with these texts cannot be had.
#[cfg(test)]
pub(super) const WITHOUT_TEXTS: (&str, &str) = (
    "It failed with {code} at {step}.",
    "See {code} in docs/errors.md of headless-identity. The chunk with the hints could not be loaded: check that the server has \
     it, also after a deployment.",
);

/// Whether the answer is a page with an error status instead of a refusal in the site's own words.
fn is_error_page(status: Option<u16>, words: &ServerWords) -> bool {
    status.is_some_and(|status| (400..500).contains(&status)) && words.error.is_none()
}

texts! {
    (step, status, words)

    InvalidConfig "The client's configuration is not valid." {
        else "where the hint does not name the value and what it must be" =>
            "Check the values given to the client against its documentation.";
        value SiteUrl = "siteUrl" =>
            "siteUrl must be the site's address with its prefix, such as https://acme.my.site.com/portal, without user info, \
             query or hash.";
        value SiteUrlScheme = "siteUrlScheme" => "siteUrl must use https; http is for localhost only.";
        value ClientId = "clientId" =>
            "clientId must be the whole consumer key of the External Client App or connected app, without spaces.";
        value CallbackUrl = "callback" =>
            "redirectUri must be an absolute https URL without a fragment; http is for localhost only.";
        value Scopes = "scopes" => "scopes must be an array of scope names, each without space or comma.";
        value TimeoutMs = "timeoutMs" => "timeoutMs must be a positive number of milliseconds.";
        typed "config" => "The configuration must be an object.";
        typed "secret" =>
            "A browser is a public client: take the client secret out of the page, and let the app require none.";
        typed "credentials" => "credentials must be \"body\" or \"header\".";
        typed "otpCredentials" => "otpCredentials must be \"header\" or \"body\".";
        typed "clockToleranceSec" => "clockToleranceSec must be a number of seconds, not negative.";
        typed "idToken" => "idToken must be \"claims\" or \"signature\".";
        typed "fallback" => "fallback must be a function, such as () => import(\"headless-identity/compat\").";
        typed "storageKind" => "storage must be \"memory\", \"session\", \"local\", or an object with get, set and remove.";
        npm NO_WASM_GIVEN, Config, "in `headless-identity/slim`, where no `wasm` was given" =>
            "The WebAssembly core is not loaded and no `wasm` was given.",
            "Pass `wasm` (a URL, a Response, the bytes or a compiled module), or import the main entry, which includes the core.";
    }

    InvalidArgument "An argument is missing or not valid." {
        else "where the hint does not name the argument and what it must be" =>
            "Check the arguments of the call against its documentation.";
        value Person = "person" => "Give either username or loginHint, a non-empty string.";
        value Colon = "colon" =>
            "A username with a colon cannot be sent in a header (RFC 7617, 2): use credentials: \"body\".";
        value Password = "password" => "The password must be a non-empty string.";
        value CustomData = "customData" => "customData must be an object that has a JSON form.";
        value Uvid = "uvid" => "uvid must be a version 4 UUID, such as 3f0b9d0e-1b2c-4d5e-8f90-123456789abc.";
        value Registration = "registration" =>
            "firstName, lastName, email, username and password must be non-empty strings.";
        value OneTimeCode = "oneTimeCode" => "identifier and otp must be non-empty strings.";
        value PasswordReset = "passwordReset" => "username, newPassword and otp must be non-empty strings.";
        value Bearer = "bearer" => "bearer must be an access token of an integration user.";
        value Provider = "provider" => "provider must be a non-empty string: the URL suffix of the auth provider.";
        value RedirectUri = "redirectUri" => "redirectUri must be an absolute https URL of your app, as registered.";
        value ReturnTo = "returnTo" => "returnTo must be a path, or an address of the page's own origin.";
        value Callback = "callbackUrl" => "callbackUrl must be a string or a URL: the page's full address.";
        value Verifier = "verifier" =>
            "A verifier has 43 to 128 characters of A-Z, a-z, 0-9, '-', '.', '_' and '~' (RFC 7636, 4.1).";
        typed "argument" => "The argument must be an object.";
        typed "firstName" => "firstName must be a non-empty string.";
        typed "lastName" => "lastName must be a non-empty string.";
        typed "email" => "email must be a non-empty string.";
        typed "username" => "username must be a non-empty string.";
        typed "method" => "method must be \"email\" or \"sms\".";
        typed "recaptcha" => "recaptcha must be a token, or { token, siteKey, expectedAction?, projectId }.";
        typed "emailTemplate" => "emailTemplate must be a string: an id or a name.";
        typed "identifier" => "identifier must be the string that the start of this flow returned.";
        typed "otp" => "otp must be a non-empty string: the code as the user typed it.";
        typed "minTtlSec" => "minTtlSec must be a number of seconds, not negative.";
        typed "forceRefresh" => "forceRefresh must be a boolean.";
        typed "toGuest" => "toGuest must be a boolean.";
        typed "signal" => "signal must be an AbortSignal.";
        npm NOT_A_REQUEST, Argument, "in `client.fetch`, when its arguments do not make a request" =>
            "The arguments of fetch do not make a request.",
            "Pass what the browser's own fetch takes.";
        npm_at_once NOT_A_LISTENER, Argument, "in `client.subscribe`, which throws at once" =>
            "An argument is missing or not valid.",
            "subscribe takes a function.";
    }

    Network "No answer from the site." {
        if step == Step::Authorize, AtAuthorize = "atAuthorize", "at `authorize`" =>
            "A browser does not say why. The most common cause is CORS, which needs both steps in Setup, CORS: add \
             {quoted} to the allowed origins list, and turn on \"Enable CORS for OAuth endpoints\". The callback URL has to \
             allow this page as well, because the code is read there: use the site's own /services/oauth2/echo. Then check the \
             site's host and path prefix, and the connection.";
        else "at any other step" =>
            "A browser does not say why. The most common cause is CORS, which needs both steps in Setup, CORS: add \
             {quoted} to the allowed origins list, and turn on \"Enable CORS for OAuth endpoints\". Then check the site's \
             host and path prefix, and the connection.";
        npm NO_READABLE_ANSWER, Fetch, "in `client.fetch`, when the request fails" =>
            "The request got no answer that the page may read.",
            "A browser does not say why. Check the address, the connection, and that Setup, CORS lists this page's origin.";
    }

    Timeout "The call took too long." {
        else => "Try again. If the site is slow, raise timeoutMs.";
        npm_at_once WAIT_TIMED_OUT, Session, "when the core of a `lazyClient` does not load within `timeoutMs`" =>
            "The call took too long.",
            "The core was still loading. Try again, or raise timeoutMs.";
    }

    Aborted "The call was aborted." {
        else => "The caller's signal fired, the client was closed, or a sign-out came first. The session is as it was, except that a \
             sign-out that had begun has signed out.";
        npm REQUEST_ABORTED, Fetch, "in `client.fetch`, when its signal fires" =>
            "The request was aborted.",
            "The caller's signal fired.";
        npm CLIENT_CLOSED, Fetch, "in `client.fetch`, when the client is closed" =>
            "The client was closed.",
            "Create a new client to continue.";
        npm_at_once WAIT_ABORTED, Session, "when a call's signal fires while the core of a `lazyClient` is loading" =>
            "The call was aborted.",
            "The caller's signal fired.";
        npm_at_once LAZY_CLIENT_CLOSED, Session, "when a client of `lazyClient` is used after its last user has closed it" =>
            "The client was closed.",
            "Call lazyClient again and use the client that it returns.";
    }

    NotHeadless "The site answered with a page: it did not treat the request as headless." {
        if is_error_page(status, words), BlockedByProxy = "blockedByProxy", "when the page has a 4xx status" =>
            "A page with an error status rarely comes from the site itself: look for a proxy, firewall or bot protection between \
             this page and the site that refuses the request, and give its operator the address and the status.";
        else "in all other cases" =>
            "Check, in this order: a requested scope that is not selected on the app; \"Require user credentials in \
             the POST body\" while credentials are sent in the header (use credentials: \"body\"); \"Allow Authorization \
             Code and Credentials Flows\" off in Setup, OAuth and OpenID Connect Settings; a site that is not active; a \
             user who needs multi-factor authentication or a login flow. After a change wait up to ten minutes.";
    }

    UnexpectedResponse "The answer does not have the expected form." {
        same if is_error_page(status, words), BlockedByProxy, "when the answer has a 4xx status and no error of the site's in it";
        else "in all other cases" =>
            "Something other than the site's API answered, or the answer was cut off: check the site's host and prefix, \
             proxies, and that the callback is the site's own /services/oauth2/echo.";
    }

    InvalidCredentials "Wrong username or password." {
        else => "Check username and password, and that the user is active, not locked, and a member of this site.";
    }

    FlowNotEnabled "This flow is not enabled." {
        if step.is_start(), FlowOfSite = "flowOfSite",
        "at `registration`, `passwordless` and `password-reset`" =>
            "Turn the flow on for this site: Experience Workspaces, Administration, Login & Registration. After a change wait \
             up to ten minutes.";
        else "at any other step" =>
            "Turn on \"Enable Authorization Code and Credentials Flow\" for this app, use the site's host as siteUrl (not \
             login.salesforce.com), and register the site's own /services/oauth2/echo as callback URL. After a change wait up \
             to ten minutes.";
    }

    GuestNotEnabled "The app does not allow guests." {
        else =>
            "Turn on \"Enable for Guest Users\" for this app and let it issue JWT-based access tokens. Switching \"Client \
             Credentials Flow\" clears the guest checkbox: check it again. After a change wait up to ten minutes.";
    }

    UnknownClient "The site does not know this client id." {
        if words.are_of_a_missing_app(), AppNotInstalled = "appNotInstalled",
        "when the site answered `app_not_found` or `OAUTH_EC_APP_NOT_FOUND`" =>
            "The External Client App is not installed in this org: use the consumer key of an app in the same org as the site, \
             install the package that has it, and check the host in siteUrl.";
        else "when it answered anything else" =>
            "The client id is unknown to this host: use the consumer key of an app in the same org as the site. It has \
             nothing to do with the user's password.";
    }

    RedirectUriMismatch "The callback URL is not registered for the app." {
        else "at any other step" =>
            "The redirect URI must equal a callback URL of the app byte for byte: prefix, trailing slash and letter case. If \
             it does, the client id may belong to an app of another org.";
        hint RedirectUriSent = "redirectUriSent", "at `authorize`, with the redirect URI that was sent" =>
            "The redirect URI must equal a callback URL of the app byte for byte: prefix, trailing slash and letter case. If \
             it does, the client id may belong to an app of another org. Sent was: {quoted} On a site with two prefixes (/portal \
             and /portalvforcesite) only the registered one counts.";
    }

    PkceRequired "The site requires PKCE." {
        else => "The challenge did not arrive. A proxy must pass the POST body on unchanged.";
    }

    PkceMismatch "The PKCE verifier was refused." {
        else => "The code was exchanged with the verifier of another login. Start the login again.";
    }

    SecretRequired "The app requires a client secret." {
        else =>
            "A browser is a public client and must not have the secret. On the app, untick \"Require Secret for Web \
             Server Flow\" and \"Require Secret for Refresh Token Flow\". After a change wait up to ten minutes.";
    }

    NotAdminApproved "The user is not approved for this app." {
        else =>
            "Pre-authorize the user's profile or permission set on the app, in the External Client App's own policies. \
             \"All users can self-authorize\" does not help: a headless login has no consent page. After a change wait up to ten \
             minutes.";
    }

    InvalidScope "A requested scope is not available." {
        else => "Select the scope on the app, or do not request it.";
    }

    RecaptchaRequired "The site requires reCAPTCHA for this flow." {
        else =>
            "The site requires reCAPTCHA for this flow: pass a fresh token, or have the requirement changed in the site's \
             Login & Registration settings. A token can be used once, within two minutes.";
    }

    InvalidOtp "Wrong one-time code." {
        else => "Ask for the code again. The same identifier stays good for a few attempts; then start the flow again, because the \
             right code is refused as well.";
    }

    OtpAttemptsExceeded "Too many wrong one-time codes." {
        else => "Start the flow again to get a new code.";
    }

    PasswordPolicy "The password does not meet the policy." {
        else => "Show the policy's text in errorDescription and ask for another password.";
    }

    UvidInvalid "The visitor id was refused." {
        else =>
            "The site refused the visitor id (UVID). It must be a version 4 UUID, the one the code was issued for, and a \
             token given as hint must still be valid. At authorize a guest's hint needs the prefix word; at token and \
             for a named user it must not have one. This client takes care of that.";
    }

    UserInactive "The user is not active." {
        else => "Activate the user in Setup, Users.";
    }

    SiteAuthRequired "The site requires authentication for this flow." {
        else =>
            "The site requires authentication for this flow: send the call through a backend that adds an integration \
             user's bearer, or have the requirement changed in the site's Login & Registration settings.";
    }

    RateLimited "Too many calls." {
        else => "Wait before trying again.";
    }

    SiteNotFound "There is no site at this address." {
        else => "Check the site's host and path prefix, and that the site is active.";
    }

    SessionExpired "The session has ended." {
        same if words.are_of_a_missing_app(), AppNotInstalled, "during a renewal, when the app was removed from the org";
        else "when the session cannot be renewed, or its token is no longer accepted" =>
            "The user has to sign in again. For sessions that can be renewed, the app and the request need the scope \
             refresh_token; the scope full does not include it.";
        hint OfAnotherSession = "ofAnotherSession", "when a call began in another session than the present one" =>
            "The session that this call began in has ended or was replaced by another sign-in. Make the call again if it is \
             meant for the user who is signed in now.";
    }

    NoSession "Nobody is signed in." {
        else => "Log in first, or continue as a guest.";
    }

    StateMismatch "The answer does not belong to the request." {
        else => "Start the login again. If it happens regularly, look for a proxy or a cache between this page and the site.";
    }

    IdTokenInvalid "The id token is not valid." {
        else "when its claims, its key or its signature were refused" =>
            "The id token is not for this client, or its claims contradict the answer. Check the app's id token audiences.";
        hint NoWebCrypto = "noWebCrypto", "when the signature cannot be checked" =>
            "idToken: \"signature\" needs WebCrypto (crypto.subtle), which browsers offer in a secure context only: serve the \
             page over https, or from localhost.";
    }

    Storage "The storage cannot be used." {
        else "when the store is missing, blocked, full or too slow" =>
            "Use storage: \"memory\", or check that the page may store data.";
        hint OnServer = "onServer", "when the client is made where there is no page" =>
            "This runs on a server, where there is no page and therefore no such store: make the client in the browser. A \
             server must not share one client between users, because a client is one session.";
        hint OfSocialSignOn = "ofSocialSignOn", "in a social sign-on, whatever store the session has" =>
            "A social sign-on is kept in sessionStorage while the person is away, or in your own store if the client has one: \
             check that the page may store data.";
        rust OpenedAtOnce, "in Rust, when `Client::new` was given a store that does not answer at once" =>
            "Use Client::open with this store.";
    }

    RegistrationFailed "The site's registration handler failed." {
        else =>
            "errorDescription has the text of the Apex exception, for developers: read the handler's debug log, and show users \
             your own words. A handler should not quote what a user typed.";
    }

    WasmUnavailable "WebAssembly is not available." {
        else "when the browser gives no random numbers" =>
            "The client needs crypto.getRandomValues, which failed or is missing. Check that no script on the page replaces \
             it, and that the page is a secure context.";
        rust NoBrowser, "in Rust, in a native program" =>
            "There is no browser in a native program: make calls where the page runs, compiled to wasm32-unknown-unknown, such as in \
             an effect or an event handler. In a test, pass a platform of your own to Client::with_platform.";
        npm NO_WEBASSEMBLY, Config, "when the browser does not offer WebAssembly" =>
            "This browser does not offer WebAssembly.",
            "WebAssembly is missing or switched off (Lockdown Mode, enterprise policy). Give createClient a \
             fallback: () => import(\"headless-identity/compat\").";
        npm CORE_NOT_LOADED, Config, "when the core does not load" =>
            "The WebAssembly core could not be loaded.",
            "Allow it in the page's Content-Security-Policy: script-src 'wasm-unsafe-eval'; or give createClient a fallback: () => \
             import(\"headless-identity/compat\"). With headless-identity/slim also check that the wasm's URL answers with this \
             version's core.wasm.";
        npm FALLBACK_NOT_LOADED, Config, "when neither the core nor its `fallback` loads" =>
            "The core without WebAssembly could not be loaded.",
            "Check that fallback returns import(\"headless-identity/compat\"), of the same version, and that the server has that \
             chunk, also after a deployment.";
        npm CORE_STOPPED, Config, "when the core stopped" =>
            "The WebAssembly core stopped unexpectedly.",
            "Reload the page, and report this as a bug of headless-identity together with the error's cause.";
        npm_at_once NO_PAGE, Config, "when a client of `lazyClient` is used on a server" =>
            "There is no page here.",
            "This runs on a server: use the client in the browser, in an effect or an event handler. On a server session() is \
             undefined: render what you show while the session is not known.";
        npm_at_once CORE_NOT_FETCHED, Config, "when the chunk with the core of a `lazyClient` does not load" =>
            "The core of headless-identity could not be fetched.",
            "It is a chunk of its own in your build; check that the server has it, also after a deployment. If it \
             does, reload the page: a browser may not request a module again. A service worker may not load chunks: use \
             createClient there.";
    }

    ServerError "The server refused the request or failed." {
        if words.are_of_a_busy_token(), BusyToken = "busyToken", "when another renewal of the session is under way at the site" =>
            "The site is still busy with another renewal of this session, perhaps from a page that was reloaded. The session is \
             unchanged: try again in a moment.";
        if step == Step::Token && words.description().starts_with("authentication failure"), AfterPassword = "afterPassword",
        "at `token`, when the site answered `authentication failure`" =>
            "Password or code was right, but something forbids the login after it: a policy of the app, an org setting, or a login \
             flow that must run first. Check them for this user's profile.";
        if contains(words.description(), "authorization code"), SpentCode = "spentCode", "when the site refused the authorization code" =>
            "An authorization code is good for one exchange and a few minutes. Start the login again.";
        if words.description().starts_with("ip restricted"), IpRestricted = "ipRestricted", "when the site answered `ip restricted …`" =>
            "The app, its refresh token IP allowlist, or the user's profile restricts IP addresses or login hours. Relax the \
             restriction: users of a browser app come from any address.";
        if words.description() == "invalid headers", LostHeaders = "lostHeaders", "when the site answered `invalid headers`" =>
            "Auth-Request-Type did not arrive as it was sent. A proxy must pass the headers on.";
        if matches!(words.error(), "inactive_org" | "OAUTH_APP_BLOCKED" | "OAUTH_APP_ACCESS_DENIED"), Locked = "locked",
        "when the site answered `inactive_org`, `OAUTH_APP_BLOCKED` or `OAUTH_APP_ACCESS_DENIED`" =>
            "An administrator has locked the org or blocked the app.";
        else "when the site answered anything else" =>
            "See the server's own words in error and errorDescription. After a change in Setup wait up to ten minutes.";
    }
}
