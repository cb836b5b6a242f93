//! Userinfo (OpenID Connect Core, 5.3).

use crate::error::{Error, Step};
use crate::http::{HttpRequest, HttpResponse};
use crate::json::Json;
use crate::secret::AccessToken;
use crate::settings::Settings;
use crate::wire::response;

/// Asks who the access token belongs to. Needs the scope `openid`, `id`, `profile` or `full`.
pub(crate) fn request(settings: &Settings, token: &AccessToken) -> Box<HttpRequest> {
    let mut request = HttpRequest::get(&settings.site_url, "/services/oauth2/userinfo");
    request.bearer(token);
    request
}

/// The claims as the site sends them. `sub` is always among them (OpenID Connect Core, 5.3.2).
pub(crate) fn read(response: &HttpResponse) -> Result<Json, Error> {
    let claims = response::object(Step::Userinfo, response)?;
    match claims.str("sub") {
        Some(_) => Ok(Json::from(claims)),
        None => Err(response::unreadable(Step::Userinfo, response)),
    }
}

/// Whether the response says that the token is not good any more: `403` with the plain text `Bad_OAuth_Token`.
pub(crate) fn is_bad_token(response: &HttpResponse) -> bool {
    response.status == 403 && response.body.trim_ascii() == "Bad_OAuth_Token"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::testing::answer;

    #[test]
    fn the_token_travels_in_the_header() {
        let settings = Settings::check(crate::Config::new("https://acme.my.site.com/portal", "id")).unwrap();
        let request = request(&settings, &"00D!x".into());
        assert_eq!(request.url, "https://acme.my.site.com/portal/services/oauth2/userinfo");
        assert_eq!(
            request.headers.iter().map(|(n, v)| (*n, v.as_str())).collect::<Vec<_>>(),
            [("authorization", "Bearer 00D!x")]
        );
        assert!(request.body.is_none());
    }

    #[test]
    fn a_bad_token_is_told_by_status_and_text() {
        assert!(is_bad_token(&answer(403, "text/plain", "Bad_OAuth_Token\n")));
        assert!(!is_bad_token(&answer(403, "text/plain", "No_Access")));
        assert_eq!(read(&answer(403, "text/plain", "No_Access")).unwrap_err().error(), Some("No_Access"));
        let of_nobody = read(&answer(200, "application/json", "{}")).unwrap_err();
        assert_eq!(of_nobody.code(), crate::Code::UnexpectedResponse);
        assert_eq!(read(&answer(200, "application/json", r#"{"sub":"x"}"#)).unwrap().str("sub").as_deref(), Some("x"));
    }
}
