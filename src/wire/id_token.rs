//! The id token (OpenID Connect Core, 2). Its claims are checked against the response it came in; no extra request is made.

use crate::json::{Json, Value};
use crate::wire::jwt;

/// The claims, when they are for this client and agree with the response. `None` means: not valid.
///
/// `identity_url` is the response's `id`. `issued_at_ms` is the server's own time: the browser's clock has no say, because it
/// may be wrong and the server's id tokens live for two minutes only.
pub(crate) fn check(
    id_token: &str,
    client_id: &str,
    identity_url: Option<&str>,
    issued_at_ms: u64,
    tolerance_ms: u64,
) -> Option<Json> {
    let json = jwt::claims(id_token)?;
    let claims = json.value();
    let audience = claims.get("aud")?;
    let is_ours = |value: Value<'_>| value.is(client_id);
    let named = |claim| claims.str(claim).filter(|text| !text.is_empty());
    let subject = named("sub")?;
    named("iss")?;
    let (issued, expires) = (claims.number("iat")?, claims.number("exp")?);

    let for_us = is_ours(audience) || audience.elements().any(is_ours);
    let is_url = |text: &str| text.starts_with("https://") || text.starts_with("http://");
    let same_person = identity_url.is_none_or(|id| !is_url(id) || !is_url(&subject) || id == subject);
    let fresh = expires > issued && expires * 1000.0 + tolerance_ms as f64 >= issued_at_ms as f64;
    (for_us && same_person && fresh).then_some(json)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::jwt::testing::token;

    const ID: &str = "https://acme.my.site.com/id/00D/005";

    fn valid(claims: &str) -> bool {
        check(&token(claims), "3MVG9example", Some(ID), 1_000_000, 0).is_some()
    }

    #[test]
    fn the_claims_must_be_ours_and_agree_with_the_answer() {
        assert!(valid(
            r#"{"aud":"3MVG9example","iss":"i","sub":"https://acme.my.site.com/id/00D/005","iat":1000,"exp":1120}"#
        ));
        assert!(valid(r#"{"aud":["x","3MVG9example"],"iss":"i","sub":"005","iat":1000,"exp":1000.5}"#));
    }

    #[test]
    fn each_broken_claim_is_noticed() {
        for bad in [
            r#"{"aud":"other","iss":"i","sub":"s","iat":1000,"exp":1120}"#,
            r#"{"aud":["other"],"iss":"i","sub":"s","iat":1000,"exp":1120}"#,
            r#"{"iss":"i","sub":"s","iat":1000,"exp":1120}"#,
            r#"{"aud":"3MVG9example","sub":"s","iat":1000,"exp":1120}"#,
            r#"{"aud":"3MVG9example","iss":"","sub":"s","iat":1000,"exp":1120}"#,
            r#"{"aud":"3MVG9example","iss":"i","iat":1000,"exp":1120}"#,
            r#"{"aud":"3MVG9example","iss":"i","sub":"https://acme.my.site.com/id/00D/006","iat":1000,"exp":1120}"#,
            r#"{"aud":"3MVG9example","iss":"i","sub":"s","iat":1120,"exp":1120}"#,
            r#"{"aud":"3MVG9example","iss":"i","sub":"s","iat":1000,"exp":"1120"}"#,
            r#"{"aud":"3MVG9example","iss":"i","sub":"s","iat":800,"exp":920}"#,
        ] {
            assert!(!valid(bad), "{bad}");
        }
        assert!(check("no token", "3MVG9example", None, 0, 0).is_none());
    }

    #[test]
    fn the_tolerance_stretches_the_expiry() {
        let old = token(r#"{"aud":"c","iss":"i","sub":"s","iat":800,"exp":960}"#);
        assert!(check(&old, "c", None, 1_000_000, 39_999).is_none());
        assert!(check(&old, "c", None, 1_000_000, 40_000).is_some());
    }
}
