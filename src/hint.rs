//! What each error tells the developer: a sentence that says what happened, and a hint that says what to change, in the
//! words of Salesforce's own Setup pages.

use crate::error::{Code, ServerWords, Step};
use crate::text::contains;

/// What happened, in one sentence.
pub(crate) const fn message(code: Code) -> &'static str {
    match code {
        Code::InvalidConfig => "The client's configuration is not valid.",
        Code::InvalidArgument => "An argument is missing or not valid.",
        Code::Network => "No answer from the site.",
        Code::Timeout => "The call took too long.",
        Code::Aborted => "The call was aborted.",
        Code::NotHeadless => "The site answered with a page: it did not treat the request as headless.",
        Code::UnexpectedResponse => "The answer does not have the expected form.",
        Code::InvalidCredentials => "Wrong user name or password.",
        Code::FlowNotEnabled => "This flow is not enabled.",
        Code::GuestNotEnabled => "The app does not allow guests.",
        Code::UnknownClient => "The site does not know this client id.",
        Code::RedirectUriMismatch => "The callback URL is not registered for the app.",
        Code::PkceRequired => "The site demands PKCE.",
        Code::PkceMismatch => "The PKCE verifier was refused.",
        Code::SecretRequired => "The app demands a client secret.",
        Code::NotAdminApproved => "The user is not approved for this app.",
        Code::InvalidScope => "A requested scope is not available.",
        Code::RecaptchaRequired => "The site requires reCAPTCHA for this flow.",
        Code::InvalidOtp => "Wrong one-time code.",
        Code::OtpAttemptsExceeded => "Too many wrong one-time codes.",
        Code::PasswordPolicy => "The password does not meet the policy.",
        Code::UvidInvalid => "The visitor id was refused.",
        Code::UserInactive => "The user is not active.",
        Code::SiteAuthRequired => "The site requires authentication for this flow.",
        Code::RateLimited => "Too many calls.",
        Code::SiteNotFound => "There is no site at this address.",
        Code::SessionExpired => "The session has ended.",
        Code::NoSession => "Nobody is signed in.",
        Code::StateMismatch => "The answer does not belong to the request.",
        Code::IdTokenInvalid => "The id token is not valid.",
        Code::Storage => "The storage cannot be used.",
        Code::RegistrationFailed => "The site's registration handler failed.",
        Code::WasmUnavailable => "WebAssembly is not available.",
        Code::ServerError => "The server refused the request or failed.",
    }
}

/// Where the chosen store is one that only pages have.
pub(crate) const ON_A_SERVER: &str = "This runs on a server, where there is no page and so no such store: make the client in the \
     browser. A server that answers more than one person must never have one, for a client is one session.";

/// Where a call's session is not the one any more that it began in.
pub(crate) const OF_ANOTHER_SESSION: &str = "The session that this call began in has ended or was replaced by another sign-in. \
     Make the call again if it is to be made for the person who is signed in now.";

/// Where a signature cannot be checked.
pub(crate) const NO_WEB_CRYPTO: &str = "idToken: \"signature\" needs WebCrypto (crypto.subtle), which browsers have in a secure \
     context only: serve the page over https, or from localhost.";

/// What a proxy, a firewall or a gateway may have said in the site's place.
const REFUSED_BY_A_PAGE: &str = "A page with an error status is seldom the site's own answer: look for a proxy, firewall or \
     bot protection between this page and the site that refuses the request, and show its operator the address and the status.";

const APP_NOT_INSTALLED: &str = "The External Client App is not installed in this org: use the consumer key of an app in the same \
     org as the site, install the package that has it, and check the host in siteUrl.";

/// What to change.
pub(crate) fn of(code: Code, step: Step, status: Option<u16>, words: &ServerWords) -> &'static str {
    let is_refused_by_a_page = status.is_some_and(|status| (400..500).contains(&status)) && words.error.is_none();
    let is_not_installed = matches!(words.error.as_deref(), Some("app_not_found" | "OAUTH_EC_APP_NOT_FOUND"));
    let description = words.description.as_deref().unwrap_or_default();
    match code {
        Code::InvalidConfig => "Check the values given to the client against its documentation.",
        Code::InvalidArgument => "Check the arguments of the call against its documentation.",
        Code::Network if matches!(step, Step::Authorize) => {
            "A browser does not say why. Most often it is CORS, which needs both steps in Setup, CORS: add this page's \
             origin to the allowed origins list, and turn on \"Enable CORS for OAuth endpoints\". The callback URL has to \
             allow this page as well, for the code is read there: use the site's own /services/oauth2/echo. Then check the \
             site's host and path prefix, and the connection."
        }
        Code::Network => {
            "A browser does not say why. Most often it is CORS, which needs both steps in Setup, CORS: add this page's \
             origin to the allowed origins list, and turn on \"Enable CORS for OAuth endpoints\". Then check the site's \
             host and path prefix, and the connection."
        }
        Code::Timeout => "Try again; where the site is slow, raise timeoutMs.",
        Code::Aborted => {
            "The caller's signal fired, the client was closed, or a sign-out came first. Nothing was changed."
        }
        Code::NotHeadless | Code::UnexpectedResponse if is_refused_by_a_page => REFUSED_BY_A_PAGE,
        Code::UnknownClient | Code::SessionExpired if is_not_installed => APP_NOT_INSTALLED,
        Code::NotHeadless => {
            "Look for, in this order: a requested scope that is not selected on the app; \"Require user credentials in \
             the POST body\" while credentials are sent in the header (use credentials: \"body\"); \"Allow Authorization \
             Code and Credentials Flows\" off in Setup, OAuth and OpenID Connect Settings; a site that is not active; a \
             user who needs multi-factor authentication or a login flow. After a change wait up to ten minutes."
        }
        Code::UnexpectedResponse => {
            "Something answered that is not the site's API, or the answer was cut off: check the site's host and prefix, \
             proxies, and that the callback is the site's own /services/oauth2/echo."
        }
        Code::InvalidCredentials => {
            "Check user name and password, and that the user is active, not locked, and a member of this site."
        }
        Code::FlowNotEnabled if matches!(step, Step::Registration | Step::Passwordless | Step::PasswordReset) => {
            "Turn the flow on for this site: Experience Workspaces, Administration, Login & Registration. After a change wait \
             up to ten minutes."
        }
        Code::FlowNotEnabled => {
            "Turn on \"Enable Authorization Code and Credentials Flow\" for this app, use the site's host as siteUrl (not \
             login.salesforce.com), and register the site's own /services/oauth2/echo as callback URL. After a change wait up \
             to ten minutes."
        }
        Code::GuestNotEnabled => {
            "Turn on \"Enable for Guest Users\" for this app and let it issue JWT-based access tokens. Switching \"Client \
             Credentials Flow\" clears the guest checkbox: check it again. After a change wait up to ten minutes."
        }
        Code::UnknownClient => {
            "The client id is unknown to this host: use the consumer key of an app in the same org as the site. It has \
             nothing to do with the user's password."
        }
        Code::RedirectUriMismatch => {
            "The redirect URI must equal a callback URL of the app byte for byte: prefix, trailing slash and letter case. Where \
             it does, the client id may belong to another org than the site."
        }
        Code::PkceRequired => "The challenge did not arrive. A proxy must pass the POST body on unchanged.",
        Code::PkceMismatch => "The code was exchanged with a verifier of another login. Start the login again.",
        Code::SecretRequired => {
            "A browser is a public client and must not have the secret. On the app, untick \"Require Secret for Web \
             Server Flow\" and \"Require Secret for Refresh Token Flow\". After a change wait up to ten minutes."
        }
        Code::NotAdminApproved => {
            "Pre-authorize the user's profile or permission set on the app, in the External Client App's own policies. \
             \"All users can self-authorize\" does not help: a headless login has no consent page. After a change wait up to ten \
             minutes."
        }
        Code::InvalidScope => "Select the scope on the app, or do not request it.",
        Code::RecaptchaRequired => {
            "The site requires reCAPTCHA for this flow: pass a fresh token, or have the requirement changed in the site's \
             Login & Registration settings. A token works once and for two minutes."
        }
        Code::InvalidOtp => "Ask for the code again; the same identifier stays good for a few attempts.",
        Code::OtpAttemptsExceeded => "Start the flow again to get a new code.",
        Code::PasswordPolicy => "Show the policy's text in errorDescription and ask for another password.",
        Code::UvidInvalid => {
            "The site refused the visitor id (UVID). It must be a version 4 UUID, the one the code was issued for, and a \
             token given as hint must still be valid. At authorize a guest's hint needs the prefix word, at token and \
             for a named user it must not have one; this client sees to that."
        }
        Code::UserInactive => "Activate the user in Setup, Users.",
        Code::SiteAuthRequired => {
            "The site requires authentication for this flow: send the call through a backend that adds an integration \
             user's bearer, or have the requirement changed in the site's Login & Registration settings."
        }
        Code::RateLimited => "Wait before trying again.",
        Code::SiteNotFound => "Check the site's host and path prefix, and that the site is active.",
        Code::SessionExpired => {
            "The person has to sign in again. For sessions that can be renewed, the app and the request need the scope \
             refresh_token; the scope full does not include it."
        }
        Code::NoSession => "Log in first, or continue as a guest.",
        Code::StateMismatch => {
            "Start the login again. If it happens regularly, look for a proxy or a cache in between."
        }
        Code::IdTokenInvalid => {
            "The id token is not for this client, or its claims contradict the answer. Check the app's id token audiences."
        }
        Code::Storage => "Use storage: \"memory\", or check that the page may store data.",
        Code::RegistrationFailed => {
            "errorDescription has the text of the Apex exception, for developers: read the handler's debug log, and show people \
             words of your own. A handler should not quote what was typed."
        }
        Code::WasmUnavailable => {
            "The page's Content-Security-Policy needs script-src 'wasm-unsafe-eval', and the page a secure context."
        }
        Code::ServerError if words.are_of_a_busy_token() => {
            "The site is still busy with another renewal of this session, of a page that was reloaded perhaps. The session is as \
             it was: try again in a moment."
        }
        Code::ServerError if step == Step::Token && description.starts_with("authentication failure") => {
            "The password was right, and something forbids the login afterwards: a policy of the app, an org setting, or a login \
             flow that must run first. Check them for this user's profile."
        }
        Code::ServerError => server_error(words.error.as_deref().unwrap_or_default(), description),
    }
}

fn server_error(error: &str, description: &str) -> &'static str {
    if contains(description, "authorization code") {
        "The code is good for one exchange and a few minutes. Start the login again."
    } else if description.starts_with("ip restricted") {
        "The app, its refresh token IP allowlist, or the user's profile restricts IP addresses or login hours. Relax it: the \
         people who use a browser come from everywhere."
    } else if description == "invalid headers" {
        "Auth-Request-Type did not arrive as it was sent. A proxy must pass the headers on."
    } else if matches!(error, "inactive_org" | "OAUTH_APP_BLOCKED" | "OAUTH_APP_ACCESS_DENIED") {
        "An administrator has locked the org or blocked the app."
    } else {
        "See the server's own words in error and errorDescription. After a change in Setup wait up to ten minutes."
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    /// Every hint that a code can have.
    fn hints(code: Code) -> Vec<&'static str> {
        let words = |error: &str, description: &str| ServerWords {
            error: Some(error.to_owned()),
            description: Some(description.to_owned()),
        };
        let mut hints = Vec::new();
        for (step, status, words) in [
            (Step::Authorize, None, ServerWords::default()),
            (Step::Registration, None, ServerWords::default()),
            (Step::Token, Some(403), ServerWords::default()),
            (Step::Token, Some(400), words("app_not_found", "")),
            (Step::Token, Some(400), words("invalid_grant", "invalid authorization code")),
            (Step::Token, Some(400), words("invalid_grant", "authentication failure")),
            (Step::Refresh, Some(400), words("invalid_grant", "token request is already being processed")),
            (Step::Token, Some(400), words("invalid_grant", "ip restricted")),
            (Step::Token, Some(400), words("invalid_request", "invalid headers")),
            (Step::Token, Some(400), words("inactive_org", "")),
        ] {
            hints.push(of(code, step, status, &words));
        }
        hints.extend(match code {
            Code::SessionExpired => Some(OF_ANOTHER_SESSION),
            Code::IdTokenInvalid => Some(NO_WEB_CRYPTO),
            Code::Storage => Some(ON_A_SERVER),
            _ => None,
        });
        let mut seen = std::collections::HashSet::new();
        hints.retain(|hint| seen.insert(*hint));
        hints
    }

    /// Every code with cause and remedy, as `docs/errors.md` has it.
    fn page() -> String {
        let mut page = String::from(
            "# Errors\n\n\
             Every failure has one of these codes, the same in JavaScript and Rust, with the step it happened in, the HTTP status,\n\
             the server's own `error` and `errorDescription`, whether trying again may help (`retryable`), and a `hint`. Match on\n\
             the code; show people your own words. A code may be added, none changes its meaning.\n\n\
             This page is made from the code by `UPDATE_DOCS=1 cargo test --lib hint`.\n\n\
             Steps: ",
        );
        page.push_str(&Step::ALL.iter().map(|step| format!("`{step}`")).collect::<Vec<_>>().join(", "));
        page.push_str(".\n");
        for &code in Code::ALL {
            let hints = hints(code);
            let retryable = if Error::new(code, Step::Token).retryable() { " Trying again may help." } else { "" };
            page.push_str(&format!("\n## `{code}`\n\n{}{retryable}\n\n", message(code)));
            for hint in hints {
                page.push_str(&format!("- {hint}\n"));
            }
        }
        page
    }

    #[test]
    fn the_reference_page_says_what_the_code_says() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, page()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), page(), "run UPDATE_DOCS=1 cargo test --lib hint");
    }

    #[test]
    fn the_npm_package_knows_every_code_and_step() {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg/src/errors.ts");
        let source = std::fs::read_to_string(source).unwrap();
        for name in Code::ALL.iter().map(|code| code.as_str()).chain(Step::ALL.iter().map(|step| step.as_str())) {
            assert!(source.contains(&format!("\"{name}\"")), "{name}");
        }
    }
}
