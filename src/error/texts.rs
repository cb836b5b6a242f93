//! What each error tells the developer: a message that says what happened, and a hint that says what to change, in the
//! words of Salesforce's own Setup pages.
//!
//! This table is the one source of both. `docs/errors.md` and `pkg/src/generated/errors.ts` are generated from it by
//! `UPDATE_DOCS=1 cargo test --lib error`.

use super::names::{Code, ServerWords, Step};
use crate::text::contains;

/// Declares the texts of every code. Beside each hint stands the situation in which it applies, for the documentation.
///
/// | Line | Hint |
/// |---|---|
/// | `if condition, "situation" => hint` | where the condition holds; the first such line decides |
/// | `else => hint` or `else "situation" => hint` | in all other cases |
/// | `const NAME, "situation" => hint` | where the code that finds the failure asks for `hint::NAME` |
/// | `npm NAME, step, "situation" => message, hint` | in errors that TypeScript makes, by the constant `NAME` |
macro_rules! texts {
    (
        ($step:ident, $status:ident, $words:ident)
        $($code:ident $message:literal {
            $(if $condition:expr, $when:literal => $hint:expr;)*
            else $($otherwise:literal)? => $general:expr;
            $(const $name:ident, $named_when:literal => $named:literal;)*
            $(npm $npm:ident, $npm_step:ident, $npm_when:literal => $npm_message:literal, $npm_hint:literal;)*
        })+
    ) => {
        /// What happened, in one sentence.
        pub(super) const fn message(code: Code) -> &'static str {
            match code { $(Code::$code => $message,)+ }
        }

        /// What to change, as far as code, step and answer tell.
        pub(super) fn hint_for(code: Code, $step: Step, $status: Option<u16>, $words: &ServerWords) -> &'static str {
            match code {
                $(Code::$code => {
                    $(if $condition { return $hint; })*
                    $general
                })+
            }
        }

        /// Hints of situations that only the place knows where the error is made.
        pub(crate) mod hint {
            $($(#[doc = $named_when] pub(crate) const $name: &str = $named;)*)+
        }

        /// The whole table, in the order of the documentation.
        #[cfg(test)]
        pub(super) const ALL: &[Texts] = &[$(Texts {
            code: Code::$code,
            message: $message,
            hints: &[
                $(Hint { when: $when, text: $hint },)*
                Hint { when: concat!($($otherwise)?), text: $general },
                $(Hint { when: $named_when, text: $named },)*
            ],
            npm: &[$(NpmError {
                name: stringify!($npm),
                step: Step::$npm_step,
                when: $npm_when,
                message: $npm_message,
                hint: $npm_hint,
            },)*],
        },)+];
    };
}

/// The texts of a code, for the pages that are generated from them.
#[cfg(test)]
pub(super) struct Texts {
    pub code: Code,
    pub message: &'static str,
    pub hints: &'static [Hint],
    pub npm: &'static [NpmError],
}

/// A hint, with the situation in which it applies; without one it always does.
#[cfg(test)]
pub(super) struct Hint {
    pub when: &'static str,
    pub text: &'static str,
}

/// An error that is made in TypeScript, where the core is not or not yet involved.
#[cfg(test)]
pub(super) struct NpmError {
    pub name: &'static str,
    pub step: Step,
    pub when: &'static str,
    pub message: &'static str,
    pub hint: &'static str,
}

const BLOCKED_BY_A_PROXY: &str = "A page with an error status rarely comes from the site itself: look for a proxy, firewall or bot \
     protection between this page and the site that refuses the request, and give its operator the address and the status.";

const APP_NOT_INSTALLED: &str = "The External Client App is not installed in this org: use the consumer key of an app in the same \
     org as the site, install the package that has it, and check the host in siteUrl.";

/// Whether the answer is a page with an error status instead of a refusal in the site's own words.
fn is_error_page(status: Option<u16>, words: &ServerWords) -> bool {
    status.is_some_and(|status| (400..500).contains(&status)) && words.error.is_none()
}

texts! {
    (step, status, words)

    InvalidConfig "The client's configuration is not valid." {
        else "where the hint does not name the value and what it must be" =>
            "Check the values given to the client against its documentation.";
        npm NO_WASM_GIVEN, Config, "in `headless-identity/slim`, where no `wasm` was given" =>
            "The WebAssembly core is not loaded and no `wasm` was given.",
            "Pass `wasm` (a URL, a Response, the bytes or a compiled module), or import the main entry, which includes the core.";
    }

    InvalidArgument "An argument is missing or not valid." {
        else "where the hint does not name the argument and what it must be" =>
            "Check the arguments of the call against its documentation.";
        npm NOT_A_REQUEST, Argument, "in `client.fetch`, when its arguments do not make a request" =>
            "The arguments of fetch do not make a request.",
            "Pass what the browser's own fetch takes.";
    }

    Network "No answer from the site." {
        if step == Step::Authorize, "at `authorize`" =>
            "A browser does not say why. The most common cause is CORS, which needs both steps in Setup, CORS: add this page's \
             origin to the allowed origins list, and turn on \"Enable CORS for OAuth endpoints\". The callback URL has to \
             allow this page as well, because the code is read there: use the site's own /services/oauth2/echo. Then check the \
             site's host and path prefix, and the connection.";
        else "at any other step" =>
            "A browser does not say why. The most common cause is CORS, which needs both steps in Setup, CORS: add this page's \
             origin to the allowed origins list, and turn on \"Enable CORS for OAuth endpoints\". Then check the site's \
             host and path prefix, and the connection.";
        npm NO_READABLE_ANSWER, Fetch, "in `client.fetch`, when the request fails" =>
            "The request got no answer that the page may read.",
            "A browser does not say why. Check the address, the connection, and that Setup, CORS lists this page's origin.";
    }

    Timeout "The call took too long." {
        else => "Try again. If the site is slow, raise timeoutMs.";
    }

    Aborted "The call was aborted." {
        else => "The caller's signal fired, the client was closed, or a sign-out came first. Nothing was changed.";
        npm REQUEST_ABORTED, Fetch, "in `client.fetch`, when its signal fires" =>
            "The request was aborted.",
            "The caller's signal fired.";
        npm CLIENT_CLOSED, Fetch, "in `client.fetch`, when the client is closed" =>
            "The client was closed.",
            "Make a new client to go on.";
    }

    NotHeadless "The site answered with a page: it did not treat the request as headless." {
        if is_error_page(status, words), "when the page has a 4xx status" => BLOCKED_BY_A_PROXY;
        else "in all other cases" =>
            "Check, in this order: a requested scope that is not selected on the app; \"Require user credentials in \
             the POST body\" while credentials are sent in the header (use credentials: \"body\"); \"Allow Authorization \
             Code and Credentials Flows\" off in Setup, OAuth and OpenID Connect Settings; a site that is not active; a \
             user who needs multi-factor authentication or a login flow. After a change wait up to ten minutes.";
    }

    UnexpectedResponse "The answer does not have the expected form." {
        if is_error_page(status, words), "when the answer has a 4xx status and no error of the site's in it" => BLOCKED_BY_A_PROXY;
        else "in all other cases" =>
            "Something other than the site's API answered, or the answer was cut off: check the site's host and prefix, \
             proxies, and that the callback is the site's own /services/oauth2/echo.";
    }

    InvalidCredentials "Wrong user name or password." {
        else => "Check user name and password, and that the user is active, not locked, and a member of this site.";
    }

    FlowNotEnabled "This flow is not enabled." {
        if matches!(step, Step::Registration | Step::Passwordless | Step::PasswordReset),
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
        if words.are_of_a_missing_app(), "when the site answered `app_not_found` or `OAUTH_EC_APP_NOT_FOUND`" => APP_NOT_INSTALLED;
        else "when it answered anything else" =>
            "The client id is unknown to this host: use the consumer key of an app in the same org as the site. It has \
             nothing to do with the user's password.";
    }

    RedirectUriMismatch "The callback URL is not registered for the app." {
        else =>
            "The redirect URI must equal a callback URL of the app byte for byte: prefix, trailing slash and letter case. If \
             it does, the client id may belong to an app of another org.";
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
        else => "Ask for the code again; the same identifier stays good for a few attempts.";
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
        if words.are_of_a_missing_app(), "during a renewal, when the app was removed from the org" => APP_NOT_INSTALLED;
        else "when the session cannot be renewed, or its token is no longer accepted" =>
            "The user has to sign in again. For sessions that can be renewed, the app and the request need the scope \
             refresh_token; the scope full does not include it.";
        const OF_ANOTHER_SESSION, "when a call began in another session than the present one" =>
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
        const NO_WEB_CRYPTO, "when the signature cannot be checked" =>
            "idToken: \"signature\" needs WebCrypto (crypto.subtle), which browsers offer in a secure context only: serve the \
             page over https, or from localhost.";
    }

    Storage "The storage cannot be used." {
        else "when the store is missing, blocked, full or too slow" =>
            "Use storage: \"memory\", or check that the page may store data.";
        const ON_A_SERVER, "when the client is made where there is no page" =>
            "This runs on a server, where there is no page and therefore no such store: make the client in the browser. A \
             server must not share one client between users, because a client is one session.";
        const OPENED_AT_ONCE, "in Rust, when `Client::new` was given a store that does not answer at once" =>
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
        npm NO_WEBASSEMBLY, Config, "when the browser does not offer WebAssembly" =>
            "This browser does not offer WebAssembly.",
            "WebAssembly is missing or switched off (Lockdown Mode, enterprise policy). Offer another way to log in.";
        npm CORE_NOT_LOADED, Config, "when the core does not load" =>
            "The WebAssembly core could not be loaded.",
            "Allow it in the page's Content-Security-Policy: script-src 'wasm-unsafe-eval'. With headless-identity/slim also \
             check that the wasm's URL answers with this version's core.wasm.";
        npm CORE_NOT_FETCHED, Config, "in `headless-identity/react`, when the chunk with the core does not load" =>
            "The core of headless-identity could not be fetched.",
            "It is a chunk of its own in your build; check that the server has it, also after a deployment.";
        npm CORE_STOPPED, Config, "when the core stopped" =>
            "The WebAssembly core stopped unexpectedly.",
            "Reload the page, and report this as a bug of headless-identity together with the error's cause.";
    }

    ServerError "The server refused the request or failed." {
        if words.are_of_a_busy_token(), "when another renewal of the session is under way at the site" =>
            "The site is still busy with another renewal of this session, perhaps from a page that was reloaded. The session is \
             unchanged: try again in a moment.";
        if step == Step::Token && words.description().starts_with("authentication failure"),
        "at `token`, when the site answered `authentication failure`" =>
            "The password was right, but something forbids the login after it: a policy of the app, an org setting, or a login \
             flow that must run first. Check them for this user's profile.";
        if contains(words.description(), "authorization code"), "when the site refused the authorization code" =>
            "An authorization code is good for one exchange and a few minutes. Start the login again.";
        if words.description().starts_with("ip restricted"), "when the site answered `ip restricted …`" =>
            "The app, its refresh token IP allowlist, or the user's profile restricts IP addresses or login hours. Relax the \
             restriction: users of a browser app come from any address.";
        if words.description() == "invalid headers", "when the site answered `invalid headers`" =>
            "Auth-Request-Type did not arrive as it was sent. A proxy must pass the headers on.";
        if matches!(words.error(), "inactive_org" | "OAUTH_APP_BLOCKED" | "OAUTH_APP_ACCESS_DENIED"),
        "when the site answered `inactive_org`, `OAUTH_APP_BLOCKED` or `OAUTH_APP_ACCESS_DENIED`" =>
            "An administrator has locked the org or blocked the app.";
        else "when the site answered anything else" =>
            "See the server's own words in error and errorDescription. After a change in Setup wait up to ten minutes.";
    }
}
