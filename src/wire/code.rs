//! The response to an authorize request: an authorization code, by way of the callback.
//!
//! The site answers with a redirect that a page can neither stop nor read. At its own echo endpoint the redirect ends in
//! JSON; at any other callback the code is in the JSON if there is any, else in the query of the final URL.

use crate::error::{Code, Error, ServerWords, Step};
use crate::form;
use crate::http::HttpResponse;
use crate::json::Value;
use crate::pkce::State;
use crate::secret::AuthorizationCode;
use crate::settings::Settings;
use crate::url;
use crate::wire::response;

/// A code, with where it is to be exchanged.
#[derive(Debug)]
pub(crate) struct AuthorizationResponse {
    pub code: AuthorizationCode,
    /// `sfdc_community_url`, only where it belongs to the configured site's origin: it becomes the base of the token call,
    /// and a code must not be sent to another host.
    pub community_url: Option<String>,
    /// `sfdc_community_id`.
    pub community_id: Option<String>,
}

impl AuthorizationResponse {
    /// Of these parameters; `None` without a code.
    pub fn of(settings: &Settings, parameter: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        let code = parameter("code").filter(|code| !code.is_empty())?;
        let community_url = parameter("sfdc_community_url").and_then(|url| own_site(settings, &url));
        Some(Self { code: code.into(), community_url, community_id: parameter("sfdc_community_id") })
    }
}

/// Reads the response to an authorize request that was sent with `state`.
pub(crate) fn read(
    settings: &Settings,
    state: &State,
    response: &HttpResponse,
) -> Result<AuthorizationResponse, Error> {
    let landed = Landed::of(settings, response)?;
    if let Some(words) = landed.words() {
        let code = response::named(Step::Authorize, response.status, &words).unwrap_or(Code::ServerError);
        return Err(Error::answered(code, Step::Authorize, Some(response.status), words));
    }
    if landed.value("state").is_some_and(|returned| !state.is(&returned)) {
        return Err(Error::with_status(Code::StateMismatch, Step::Authorize, response.status));
    }
    AuthorizationResponse::of(settings, &|name| landed.value(name))
        .ok_or_else(|| Error::with_status(Code::UnexpectedResponse, Step::Authorize, response.status))
}

/// What the last hop says, in the body or in its own address.
enum Landed<'a> {
    Json(Value<'a>),
    Query(&'a str),
}

impl<'a> Landed<'a> {
    fn of(settings: &Settings, response: &'a HttpResponse) -> Result<Self, Error> {
        let last_hop = url::parts(&response.url);
        let origin = last_hop.as_ref().map(|hop| hop.origin.as_str());
        let query = last_hop.as_ref().and_then(|hop| hop.query).unwrap_or_default();
        // The callback's own address, or one of its host that has what a callback has.
        let has_outcome = form::value(query, "code").or_else(|| form::value(query, "error")).is_some();
        let is_callback = url::without_query(&response.url) == url::without_query(&settings.redirect_uri)
            || has_outcome && origin == Some(&settings.callback_origin);

        if is_callback && !settings.redirects_to_echo && response.status < 500 {
            return Ok(match Value::parse(&response.body) {
                Some(object) if object.str("code").is_some() || object.str("errMsg").is_some() => Self::Json(object),
                _ => Self::Query(query),
            });
        }
        let object = response::object(Step::Authorize, response).map_err(|error| match error.code() {
            // The request itself was headless enough to be redirected; what answered in the echo's place was not the site.
            Code::NotHeadless if is_callback && settings.redirects_to_echo => error.with_code(Code::UnexpectedResponse),
            _ => error,
        })?;
        // Beside the echo: the site's own refusal, or a host that is not configured.
        if settings.redirects_to_echo || origin == Some(&settings.site_origin) {
            Ok(Self::Json(object))
        } else {
            Err(Error::with_status(Code::UnexpectedResponse, Step::Authorize, response.status))
        }
    }

    fn value(&self, name: &str) -> Option<String> {
        match self {
            Self::Json(object) => object.str(name),
            Self::Query(query) => form::value(query, name),
        }
    }

    /// What is said in a code's place.
    fn words(&self) -> Option<ServerWords> {
        let in_query = match self {
            Self::Query(query) => response::query_words(query),
            Self::Json(_) => None,
        };
        // An org's own callback endpoint may report a failure as {"success": false, "errMsg": …}.
        let message = || Some(ServerWords { error: None, description: Some(self.value("errMsg")?) });
        in_query.or_else(message)
    }
}

/// The community URL without trailing slash, where its origin is the configured site's.
pub(crate) fn own_site(settings: &Settings, community_url: &str) -> Option<String> {
    let parts = url::parts(community_url)?;
    let is_plain = parts.query.is_none() && parts.fragment.is_none();
    (parts.origin == settings.site_origin && is_plain)
        .then(|| community_url.strip_suffix('/').unwrap_or(community_url).to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::Config;
    use crate::http::testing::answer;

    const SITE: &str = "https://acme.my.site.com/portal";

    fn settings(redirect_uri: Option<&str>) -> Settings {
        let config = Config::new(SITE, "3MVG9example");
        Settings::check(match redirect_uri {
            Some(uri) => config.redirect_uri(uri),
            None => config,
        })
        .unwrap()
    }

    fn sent() -> State {
        State::from_store("s1")
    }

    fn at(url: &str, status: u16, content_type: &str, body: &str) -> HttpResponse {
        HttpResponse { url: url.to_owned().into(), ..answer(status, content_type, body) }
    }

    fn echo(body: &str) -> Result<AuthorizationResponse, Error> {
        let url = format!("{SITE}/services/oauth2/echo?code=aPrx&state=s1");
        read(&settings(None), &sent(), &at(&url, 200, "application/json", body))
    }

    fn callback(final_url: &str, body: &str) -> Result<AuthorizationResponse, Error> {
        read(&settings(Some("https://app.example.com/cb")), &sent(), &at(final_url, 200, "text/html", body))
    }

    #[test]
    fn the_echo_s_json_holds_the_code() {
        let answer = echo(
            r#"{"code":"aPrx==","sfdc_community_url":"https://acme.my.site.com/other/","sfdc_community_id":"0DB","state":"s1"}"#,
        )
        .unwrap();
        assert_eq!(answer.code.expose(), "aPrx==");
        assert_eq!(answer.community_url.as_deref(), Some("https://acme.my.site.com/other"));
        assert_eq!(answer.community_id.as_deref(), Some("0DB"));
    }

    #[test]
    fn a_community_url_of_another_origin_or_with_more_than_a_path_is_ignored() {
        for url in ["https://evil.example/portal", "https://acme.my.site.com/?a", "https://acme.my.site.com/#a"] {
            let answer = echo(&format!(r#"{{"code":"aPrx==","sfdc_community_url":"{url}"}}"#)).unwrap();
            assert_eq!(answer.community_url, None, "{url}");
        }
    }

    #[test]
    fn a_foreign_state_is_refused_and_a_missing_one_is_not() {
        assert_eq!(echo(r#"{"code":"aPrx","state":"s2"}"#).unwrap_err().code(), Code::StateMismatch);
        echo(r#"{"code":"aPrx"}"#).unwrap();
    }

    #[test]
    fn at_the_echo_only_json_counts() {
        for body in ["<html>", "", "{}", r#"{"code":""}"#, r#"{"code":1}"#] {
            let error = echo(body).unwrap_err();
            assert_eq!((error.code(), error.step()), (Code::UnexpectedResponse, Step::Authorize), "{body}");
        }
        let page = at(&format!("{SITE}/services/oauth2/echo?code=aPrx"), 200, "text/html", "<html>");
        assert_eq!(read(&settings(None), &sent(), &page).unwrap_err().code(), Code::UnexpectedResponse);
    }

    #[test]
    fn a_page_in_place_of_the_redirect_is_not_headless() {
        for url in [format!("{SITE}/services/oauth2/authorize"), format!("{SITE}/login")] {
            for redirect_uri in [None, Some("https://app.example.com/cb")] {
                let page = at(&url, 200, "text/html", "<html>");
                assert_eq!(
                    read(&settings(redirect_uri), &sent(), &page).unwrap_err().code(),
                    Code::NotHeadless,
                    "{url}"
                );
            }
        }
    }

    #[test]
    fn another_callback_gives_the_code_in_json_or_in_its_url() {
        let url = "https://app.example.com/cb?code=aPrx%3D%3D&state=s1&sfdc_community_url=https%3A%2F%2Facme.my.site.com%2Fportal";
        let answer = callback(url, "<html>the app</html>").unwrap();
        assert_eq!((answer.code.expose(), answer.community_url.as_deref()), ("aPrx==", Some(SITE)));
        assert_eq!(callback(url, r#"{"code":"json","success":true}"#).unwrap().code.expose(), "json");
    }

    #[test]
    fn a_callback_may_redirect_on_its_own_host() {
        let answer = callback("https://app.example.com/signed-in?code=aPrx", "<html>").unwrap();
        assert_eq!(answer.code.expose(), "aPrx");
    }

    #[test]
    fn a_page_of_the_callback_s_host_without_an_outcome_is_no_callback() {
        let error = callback("https://app.example.com/away?lang=en", "<html>").unwrap_err();
        assert_eq!(error.code(), Code::NotHeadless);
    }

    #[test]
    fn a_callback_that_fails_gives_no_code() {
        let page = at("https://app.example.com/cb?code=aPrx", 500, "text/html", "<html>");
        let error = read(&settings(Some("https://app.example.com/cb")), &sent(), &page).unwrap_err();
        assert_eq!((error.code(), error.status()), (Code::ServerError, Some(500)));
    }

    #[test]
    fn a_callback_that_reports_a_failure_is_heard() {
        let error =
            callback("https://app.example.com/cb?error=invalid_scope&error_description=no", "<html>").unwrap_err();
        assert_eq!((error.code(), error.error_description()), (Code::InvalidScope, Some("no")));
        let error =
            callback("https://app.example.com/cb?code=x", r#"{"success":false,"errMsg":"broken"}"#).unwrap_err();
        assert_eq!((error.code(), error.error_description()), (Code::ServerError, Some("broken")));
    }

    #[test]
    fn a_code_at_a_host_that_nobody_configured_is_refused() {
        let url = "https://evil.example/cb?code=aPrx";
        assert_eq!(callback(url, r#"{"code":"aPrx"}"#).unwrap_err().code(), Code::UnexpectedResponse);
    }

    proptest! {
        #[test]
        fn no_answer_is_too_odd(status in 100u16..600, url in ".*", query in ".*", body in ".*", echo in any::<bool>()) {
            let settings = settings((!echo).then_some("https://app.example.com/cb"));
            let _ = read(&settings, &sent(), &at(&url, status, "", &body));
            let _ = read(&settings, &sent(), &at(&format!("{}?{query}", settings.redirect_uri), status, "", &body));
        }
    }
}
