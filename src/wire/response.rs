//! Reading a response: JSON where it must be JSON, and every shape of failure the site is known to use.

use crate::error::{Code, Error, ServerWords, Step};
use crate::form;
use crate::http::HttpResponse;
use crate::json::Value;
use crate::text::{contains, is_all, shorten};

/// The response's JSON object, or the error that the response is.
pub(crate) fn object(step: Step, response: &HttpResponse) -> Result<Value<'_>, Error> {
    if !response.is_success() {
        return Err(failure(step, response));
    }
    Value::parse(&response.body).filter(|json| json.is_object()).ok_or_else(|| unreadable(step, response))
}

/// A response whose form is not the one it must have.
pub(crate) fn unreadable(step: Step, response: &HttpResponse) -> Error {
    let code = if step == Step::Authorize && response.is_html() { Code::NotHeadless } else { Code::UnexpectedResponse };
    Error::with_status(code, step, response.status)
}

/// The error that an unsuccessful response is.
pub(crate) fn failure(step: Step, response: &HttpResponse) -> Error {
    let words = words(response);
    let code = match response.status {
        429 => Code::RateLimited,
        500.. => Code::ServerError,
        status => match words.as_ref().and_then(|words| named(step, status, words)) {
            Some(code) => code,
            None if words.is_none() && step.is_start() && matches!(status, 401 | 403) => Code::SiteAuthRequired,
            None if words.is_none() => return unreadable(step, response),
            None => Code::ServerError,
        },
    };
    Error::answered(code, step, Some(response.status), words.unwrap_or_default())
}

/// The code for what the server said. `None` where it said nothing that has a code of its own.
pub(crate) fn named(step: Step, status: u16, words: &ServerWords) -> Option<Code> {
    let says = |text: &str| words.description.as_deref().is_some_and(|description| contains(description, text));
    Some(match words.error.as_deref()? {
        "rate_limit_exceeded" => Code::RateLimited,
        "NOT_FOUND" if status == 404 => Code::SiteNotFound,
        "invalid_client_id" => Code::UnknownClient,
        _ if words.are_of_a_missing_app() && step == Step::Refresh => Code::SessionExpired,
        _ if words.are_of_a_missing_app() => Code::UnknownClient,
        "registration_error" => Code::RegistrationFailed,
        "redirect_uri_mismatch" => Code::RedirectUriMismatch,
        "invalid_app_access" => Code::NotAdminApproved,
        "invalid_scope" => Code::InvalidScope,
        "inactive_user" => Code::UserInactive,
        "invalid_otp" => Code::InvalidOtp,
        "password_policy_check_failure" => Code::PasswordPolicy,
        "regenerate_otp" => Code::OtpAttemptsExceeded,
        "invalid_client" if says("code credential flow not enabled") => Code::FlowNotEnabled,
        "invalid_client" | "invalid_request" if says("guest flow not enabled") => Code::GuestNotEnabled,
        "invalid_client" if says("invalid client credentials") => Code::SecretRequired,
        "invalid_request" if says("include a reCAPT") => Code::RecaptchaRequired,
        "invalid_request" if says("missing required code challenge") => Code::PkceRequired,
        "invalid_request" | "invalid_grant" if says("code verifier") => Code::PkceMismatch,
        "invalid_request" if says("uvid invalid") => Code::UvidInvalid,
        _ if step.is_start() && matches!(status, 401 | 403) => Code::SiteAuthRequired,
        "invalid_request" if step.is_start() && says("not enabled") => Code::FlowNotEnabled,
        "invalid_grant" if words.are_of_a_busy_token() => return None,
        "invalid_grant" => return grant(step, words.description.is_some(), &says),
        _ => return None,
    })
}

/// `invalid_grant` means something else at each step.
fn grant(step: Step, is_explained: bool, says: &dyn Fn(&str) -> bool) -> Option<Code> {
    match step {
        _ if says("ip restricted") => None,
        Step::Refresh => Some(Code::SessionExpired),
        _ if says("user hasn't approved this consumer") => Some(Code::NotAdminApproved),
        _ if says("authorization code") => None,
        Step::Authorize => Some(Code::InvalidCredentials),
        // The one other grant in play here is the verifier (RFC 7636, 4.6).
        Step::Token if !is_explained => Some(Code::PkceMismatch),
        _ => None,
    }
}

/// The `identifier` that a started journey is completed with. Opaque to us.
pub(crate) fn identifier(object: Value<'_>) -> Option<String> {
    object.str("identifier").filter(|text| !text.is_empty())
}

/// The server's own words. `None` where the body has none of the known shapes.
fn words(response: &HttpResponse) -> Option<ServerWords> {
    let body = response.body.trim_ascii();
    match Value::parse(body) {
        Some(json) => json_words(json),
        None => text_words(body),
    }
}

fn json_words(json: Value<'_>) -> Option<ServerWords> {
    // Data APIs answer with an array: [{"errorCode", "message"}].
    let json = json.elements().next().unwrap_or(json);
    let text = |key| json.str(key).map(|text| shorten(&text));
    if let Some(error) = text("error").or_else(|| text("errorCode")) {
        return Some(ServerWords {
            error: Some(error),
            // What the registration handler threw says more than the sentence around it.
            description: text("apex_error").or_else(|| text("error_description")).or_else(|| text("message")),
        });
    }
    if let Some(error) = text("status_code") {
        return Some(ServerWords {
            error: Some(error),
            description: text("otp_error").or_else(|| text("password_error")),
        });
    }
    text("invalid_request")
        .map(|message| ServerWords { error: Some("invalid_request".to_owned()), description: Some(message) })
}

/// Form text (`error=…&error_description=…`), or one bare word such as `Bad_OAuth_Token`.
fn text_words(body: &str) -> Option<ServerWords> {
    let is_word =
        !body.is_empty() && body.len() <= 64 && is_all(body, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_word {
        return Some(ServerWords { error: Some(body.to_owned()), description: None });
    }
    query_words(body)
}

/// `error` and `error_description` of a form or a query.
pub(crate) fn query_words(query: &str) -> Option<ServerWords> {
    let value = |name| form::value(query, name).map(|text| shorten(&text));
    Some(ServerWords { error: Some(value("error")?), description: value("error_description") })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::http::testing::answer;

    fn json(step: Step, status: u16, body: &str) -> Error {
        failure(step, &answer(status, "application/json", body))
    }

    #[test]
    fn every_shape_of_failure_is_read() {
        for (body, error, description) in [
            (r#"{"error":"e","error_description":"d"}"#, "e", Some("d")),
            (r#"[{"errorCode":"e","message":"d"}]"#, "e", Some("d")),
            (r#"{"status_code":"e","otp_error":"d","status":"failed"}"#, "e", Some("d")),
            (r#"{"status_code":"e","password_error":"d","status":"failed"}"#, "e", Some("d")),
            (r#"{"status_code":"e","status":"failed"}"#, "e", None),
            (r#"{"invalid_request":"d","status":"failed"}"#, "invalid_request", Some("d")),
            (
                r#"{"error":"registration_error","error_description":"in apex","apex_error":"d"}"#,
                "registration_error",
                Some("d"),
            ),
            ("error=e&error_description=d+d%21", "e", Some("d d!")),
            ("Bad_OAuth_Token", "Bad_OAuth_Token", None),
        ] {
            let read = json(Step::Token, 400, body);
            assert_eq!((read.error(), read.error_description()), (Some(error), description), "{body}");
            assert_eq!(read.status(), Some(400));
        }
    }

    #[test]
    fn each_situation_has_its_code() {
        use Code::*;
        use Step::*;
        for (step, status, error, description, code) in [
            (Authorize, 400, "invalid_grant", "authentication failure", InvalidCredentials),
            (Authorize, 400, "invalid_grant", "authentication failure - Invalid Password", InvalidCredentials),
            (Authorize, 400, "invalid_grant", "user hasn't approved this consumer", NotAdminApproved),
            (Authorize, 400, "invalid_grant", "ip restricted or invalid login hours", ServerError),
            (Authorize, 400, "invalid_app_access", "user is not admin approved to access this app", NotAdminApproved),
            (Authorize, 400, "invalid_client", "code credential flow not enabled", FlowNotEnabled),
            (Authorize, 400, "invalid_client", "guest flow not enabled", GuestNotEnabled),
            (Authorize, 400, "invalid_client_id", "client identifier invalid", UnknownClient),
            (Authorize, 400, "redirect_uri_mismatch", "redirect_uri must match configuration", RedirectUriMismatch),
            (Authorize, 400, "invalid_request", "missing required code challenge", PkceRequired),
            (Authorize, 400, "invalid_request", "invalid headers", ServerError),
            (Authorize, 400, "invalid_request", "include a reCAPTCHA token", RecaptchaRequired),
            (Authorize, 400, "invalid_scope", "the requested scope is not allowed", InvalidScope),
            (Authorize, 400, "inactive_user", "", UserInactive),
            (Authorize, 400, "inactive_org", "", ServerError),
            (Authorize, 400, "rate_limit_exceeded", "", RateLimited),
            (Authorize, 400, "NOT_FOUND", "", ServerError),
            (Authorize, 400, "invalid_grant", "expired authorization code", ServerError),
            (Authorize, 403, "invalid_request", "", ServerError),
            (Token, 400, "invalid_grant", "invalid authorization code", ServerError),
            (Token, 400, "invalid_grant", "expired authorization code", ServerError),
            (Token, 400, "invalid_request", "invalid code verifier", PkceMismatch),
            (Token, 400, "invalid_grant", "missing code verifier", PkceMismatch),
            (Token, 400, "invalid_client", "invalid client credentials", SecretRequired),
            (Token, 400, "invalid_client", "something new", ServerError),
            (Token, 400, "invalid_request", "uvid invalid", UvidInvalid),
            (Token, 400, "OAUTH_APP_BLOCKED", "this app is blocked by admin", ServerError),
            (Token, 400, "invalid_grant", "something new", ServerError),
            (Refresh, 400, "invalid_grant", "expired access/refresh token", SessionExpired),
            (Refresh, 400, "invalid_grant", "token request is already being processed", ServerError),
            (Refresh, 400, "app_not_found", "External client app is not installed in this org", SessionExpired),
            (Authorize, 400, "app_not_found", "External client app is not installed in this org", UnknownClient),
            (Token, 400, "app_not_found", "External client app is not installed in this org", UnknownClient),
            (Callback, 200, "OAUTH_EC_APP_NOT_FOUND", "", UnknownClient),
            (Token, 400, "registration_error", "", RegistrationFailed),
            (Refresh, 400, "invalid_grant", "ip restricted or invalid login hours", ServerError),
            (Registration, 400, "invalid_request", "headless registration not enabled", FlowNotEnabled),
            (Registration, 400, "invalid_request", "something new", ServerError),
            (Registration, 401, "invalid_request", "", SiteAuthRequired),
            (Passwordless, 403, "invalid_request", "", SiteAuthRequired),
        ] {
            let body = format!(r#"{{"error":"{error}","error_description":"{description}"}}"#);
            assert_eq!(json(step, status, &body).code(), code, "{step} {body}");
        }
    }

    #[test]
    fn a_page_with_an_error_status_is_somebody_else_s() {
        for (step, code) in [(Step::Authorize, Code::NotHeadless), (Step::Token, Code::UnexpectedResponse)] {
            let read = |status| match status {
                200 => object(step, &answer(200, "text/html", "<p>")).unwrap_err(),
                _ => failure(step, &answer(status, "text/html", "<p>")),
            };
            assert_eq!((read(403).code(), read(200).code()), (code, code));
            assert!(read(403).hint().contains("proxy, firewall") && !read(200).hint().contains("firewall"), "{step}");
        }
    }

    #[test]
    fn a_busy_token_is_tried_again_and_a_refused_login_at_the_token_step_has_its_hint() {
        let says = |step, words: &str| {
            json(step, 400, &format!(r#"{{"error":"invalid_grant","error_description":"{words}"}}"#))
        };
        let busy = says(Step::Refresh, "token request is already being processed");
        assert!(busy.retryable() && busy.is_being_processed() && busy.hint().contains("still busy"));
        let refused = says(Step::Token, "authentication failure");
        assert_eq!((refused.code(), refused.retryable()), (Code::ServerError, false));
        assert!(refused.hint().contains("login flow"), "{}", refused.hint());
    }

    #[test]
    fn the_status_alone_can_decide() {
        assert_eq!(json(Step::Token, 503, "<html>").code(), Code::ServerError);
        assert_eq!(json(Step::Token, 429, "").code(), Code::RateLimited);
        assert_eq!(json(Step::Token, 404, r#"[{"errorCode":"NOT_FOUND","message":"…"}]"#).code(), Code::SiteNotFound);
    }

    #[test]
    fn a_bare_refusal_of_a_start_asks_for_a_bearer_and_nothing_else_does() {
        let bare = |step, status| failure(step, &answer(status, "text/html", "<h1>Unauthorized</h1>")).code();
        assert_eq!(bare(Step::Registration, 401), Code::SiteAuthRequired);
        assert_eq!(bare(Step::Registration, 400), Code::UnexpectedResponse);
        assert_eq!(bare(Step::Token, 401), Code::UnexpectedResponse);
    }

    #[test]
    fn a_grant_that_is_refused_without_a_word_is_the_verifier() {
        assert_eq!(json(Step::Token, 400, r#"{"error":"invalid_grant"}"#).code(), Code::PkceMismatch);
    }

    #[test]
    fn a_page_is_not_headless_at_authorize_and_unexpected_elsewhere() {
        let page = answer(200, "text/html;charset=UTF-8", "<!doctype html>");
        assert_eq!(object(Step::Authorize, &page).unwrap_err().code(), Code::NotHeadless);
        assert_eq!(object(Step::Token, &page).unwrap_err().code(), Code::UnexpectedResponse);
        assert_eq!(failure(Step::Token, &answer(400, "text/html", "<p>no</p>")).code(), Code::UnexpectedResponse);
    }

    #[test]
    fn what_is_no_json_object_is_unexpected() {
        for body in ["", "{", "[]", "null", "\"x\"", "{\"a\":}", "\u{0}"] {
            let error = object(Step::Token, &answer(200, "application/json", body)).unwrap_err();
            assert_eq!(error.code(), Code::UnexpectedResponse, "{body}");
        }
    }

    proptest! {
        #[test]
        fn any_answer_gives_an_error_and_no_panic(status in 300u16..600, body in ".*", step in 0..Step::ALL.len()) {
            let error = failure(Step::ALL[step], &answer(status, "", &body));
            prop_assert_eq!(error.status(), Some(status));
        }
    }
}
