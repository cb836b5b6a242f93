//! Revocation (RFC 7009). Revoking a refresh token ends its access tokens too.

use crate::form::Form;
use crate::http::HttpRequest;
use crate::settings::Settings;

/// Revokes an access or a refresh token. The response has an empty body, and its outcome does not matter. A page is often left
/// right after a sign-out, so the request outlives it.
pub(crate) fn request(settings: &Settings, token: &str) -> Box<HttpRequest> {
    let mut form = Form::default();
    form.pair("token", token);
    let mut request = HttpRequest::form(&settings.site_url, "/services/oauth2/revoke", form);
    request.outlives_page = true;
    request
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn the_whole_request() {
        let settings = Settings::check(Config::new("https://acme.my.site.com/portal", "3MVG9example")).unwrap();
        let request = request(&settings, "5Aep/x");
        assert_eq!(request.url, "https://acme.my.site.com/portal/services/oauth2/revoke");
        assert_eq!(request.body.unwrap().as_str(), "token=5Aep%2Fx");
        assert_eq!((request.headers.len(), request.outlives_page), (1, true));
    }
}
