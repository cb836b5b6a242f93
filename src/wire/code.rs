//! The answer to an authorize request: an authorization code, by way of the callback.
//!
//! The site answers with a redirect that a page can neither stop nor read. At its own echo endpoint the redirect ends in
//! JSON; at any other callback the code is in the JSON if there is any, else in the query of the final URL.

use crate::error::{Code, Error, ServerWords, Step};
use crate::form;
use crate::json::Json;
use crate::pkce::State;
use crate::secret::AuthorizationCode;
use crate::settings::Settings;
use crate::url;
use crate::wire::answer;
use crate::wire::http::HttpResponse;

/// A code, with where it is to be exchanged.
#[derive(Debug)]
pub(crate) struct CodeAnswer {
    pub code: AuthorizationCode,
    /// `sfdc_community_url`, only where it belongs to the configured site's origin: it becomes the base of the token call,
    /// and a code must not be sent to another host.
    pub community_url: Option<String>,
    /// `sfdc_community_id`.
    pub community_id: Option<String>,
}

/// Reads the answer to an authorize request that was sent with `state`.
pub(crate) fn read(settings: &Settings, state: &State, response: &HttpResponse) -> Result<CodeAnswer, Error> {
    let at_callback = is_at_callback(settings, &response.url);
    if settings.redirects_to_echo {
        let object = answer::object(Step::Authorize, response).map_err(|error| match error.code() {
            // The request itself was headless enough to be redirected; what answered in the echo's place was not the site.
            Code::NotHeadless if at_callback => error.of_code(Code::UnexpectedResponse),
            _ => error,
        })?;
        return from_pairs(settings, state, response, &|name| object.str(name));
    }
    if at_callback && response.status < 500 {
        if let Some(object @ Json::Object(_)) = Json::parse(&response.body)
            && (object.str("code").is_some() || object.str("errMsg").is_some())
        {
            return from_pairs(settings, state, response, &|name| object.str(name));
        }
        let query = url::parts(&response.url).and_then(|parts| parts.query).map(form::decode).unwrap_or_default();
        if let Some(words) = answer::query_words(&query) {
            return Err(refusal(response, words));
        }
        let in_query = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        return from_pairs(settings, state, response, &in_query);
    }
    // Not a callback: the site's own refusal, or a host that nobody configured.
    let object = answer::object(Step::Authorize, response)?;
    let is_site = url::parts(&response.url).is_some_and(|parts| parts.origin == settings.site_origin);
    if is_site { from_pairs(settings, state, response, &|name| object.str(name)) } else { Err(unusable(response)) }
}

/// Whether this is where the callback leads: its own address, or one of its host that has what a callback has.
fn is_at_callback(settings: &Settings, address: &str) -> bool {
    let origin = |address| url::parts(address).map(|parts| parts.origin);
    let query = url::parts(address).and_then(|parts| parts.query).map(form::decode).unwrap_or_default();
    let has_outcome = query.iter().any(|(name, _)| name == "code" || name == "error");
    url::without_query(address) == url::without_query(&settings.redirect_uri)
        || has_outcome && origin(address) == origin(&settings.redirect_uri)
}

fn from_pairs<'a>(
    settings: &Settings,
    state: &State,
    response: &HttpResponse,
    value: &dyn Fn(&str) -> Option<&'a str>,
) -> Result<CodeAnswer, Error> {
    // An org's own callback endpoint may report a failure as {"success": false, "errMsg": …}.
    if let Some(message) = value("errMsg") {
        let words = ServerWords { error: None, description: Some(message.to_owned()) };
        return Err(refusal(response, words));
    }
    if value("state").is_some_and(|returned| !state.is(returned)) {
        return Err(Error::answered(
            Code::StateMismatch,
            Step::Authorize,
            Some(response.status),
            ServerWords::default(),
        ));
    }
    let code = value("code").filter(|code| !code.is_empty()).ok_or_else(|| unusable(response))?;
    Ok(CodeAnswer {
        code: code.into(),
        community_url: value("sfdc_community_url").and_then(|url| own_site(settings, url)),
        community_id: value("sfdc_community_id").map(str::to_owned),
    })
}

/// The community URL without trailing slash, where its origin is the configured site's.
pub(crate) fn own_site(settings: &Settings, community_url: &str) -> Option<String> {
    let parts = url::parts(community_url)?;
    let is_plain = parts.query.is_none() && parts.fragment.is_none();
    (parts.origin == settings.site_origin && is_plain)
        .then(|| community_url.strip_suffix('/').unwrap_or(community_url).to_owned())
}

fn unusable(response: &HttpResponse) -> Error {
    Error::answered(Code::UnexpectedResponse, Step::Authorize, Some(response.status), ServerWords::default())
}

fn refusal(response: &HttpResponse, words: ServerWords) -> Error {
    let code = answer::named(Step::Authorize, response.status, &words).unwrap_or(Code::ServerError);
    Error::answered(code, Step::Authorize, Some(response.status), words)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::Config;
    use crate::wire::http::testing::answer;

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
        HttpResponse { url: url.to_owned(), ..answer(status, content_type, body) }
    }

    fn echo(body: &str) -> Result<CodeAnswer, Error> {
        let url = format!("{SITE}/services/oauth2/echo?code=aPrx&state=s1");
        read(&settings(None), &sent(), &at(&url, 200, "application/json", body))
    }

    fn callback(final_url: &str, body: &str) -> Result<CodeAnswer, Error> {
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
