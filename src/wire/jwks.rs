//! The site's signing keys (JSON Web Key Set, RFC 7517). The endpoint answers every origin and needs no preflight.

use crate::error::{Error, Step};
use crate::http::{HttpRequest, HttpResponse};
use crate::json::Value;
use crate::rsa_key::RsaKey;
use crate::settings::Settings;
use crate::wire::response;

pub(crate) fn request(settings: &Settings) -> Box<HttpRequest> {
    HttpRequest::get(&settings.site_url, "/id/keys")
}

/// The keys that RS256 can be checked with. What is of another kind, or incomplete, is passed over. A set without any is none.
pub(crate) fn read(step: Step, response: &HttpResponse) -> Result<Vec<RsaKey>, Error> {
    let set = response::object(step, response)?;
    let keys = set.get("keys").ok_or_else(|| response::unreadable(step, response))?;
    let mut usable = Vec::new();
    for entry in keys.elements() {
        usable.extend(key(entry));
    }
    if usable.is_empty() { Err(response::unreadable(step, response)) } else { Ok(usable) }
}

fn key(entry: Value<'_>) -> Option<RsaKey> {
    let is_usable = entry.get("kty")?.is("RSA")
        && entry.get("alg").is_none_or(|algorithm| algorithm.is("RS256"))
        && entry.get("use").is_none_or(|usage| usage.is("sig"));
    let text = |name| entry.str(name).filter(|text| is_usable && !text.is_empty());
    Some(RsaKey { id: text("kid")?, modulus: text("n")?, exponent: text("e")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::error::Code;
    use crate::http::testing::answer;

    #[test]
    fn the_whole_request() {
        let settings = Settings::check(Config::new("https://acme.my.site.com/portal", "id")).unwrap();
        let request = request(&settings);
        assert_eq!(request.url, "https://acme.my.site.com/portal/id/keys");
        assert!(request.headers.is_empty() && request.body.is_none());
    }

    #[test]
    fn only_usable_keys_are_taken() {
        let body = r#"{"keys":[
            {"kty":"RSA","n":"n1","e":"AQAB","alg":"RS256","use":"sig","kid":"1"},
            {"kty":"RSA","n":"n2","e":"AQAB","kid":"2"},
            {"kty":"EC","crv":"P-256","x":"x","y":"y","kid":"3"},
            {"kty":"RSA","n":"n4","e":"AQAB","use":"enc","kid":"4"},
            {"kty":"RSA","n":"n5","e":"AQAB","alg":"PS256","kid":"5"},
            {"kty":"RSA","e":"AQAB","kid":"6"}, 7]}"#;
        let keys = read(Step::Token, &answer(200, "application/json", body)).unwrap();
        assert_eq!(keys.iter().map(|key| key.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
        for without in ["{}", r#"{"keys":[]}"#, r#"{"keys":{}}"#, r#"{"keys":[{"kty":"EC","kid":"3"}]}"#] {
            let error = read(Step::Token, &answer(200, "application/json", without)).unwrap_err();
            assert_eq!(error.code(), Code::UnexpectedResponse, "{without}");
        }
    }
}
