//! The token endpoint (RFC 6749, 4.1.3) as a public client uses it: no secret, the verifier in its place.

use zeroize::Zeroizing;

use crate::error::{Code, Error, Step};
use crate::form::Form;
use crate::http::{HttpRequest, HttpResponse};
use crate::json::{Json, Value};
use crate::pkce::Verifier;
use crate::secret::{AccessToken, IdToken, RefreshToken};
use crate::settings::Settings;
use crate::text::{number, split_once};
use crate::wire::authorize::Subject;
use crate::wire::code::AuthorizationResponse;
use crate::wire::response;
use crate::wire::{id_token, jwt};

/// In seconds. Compared to, rather than multiplied with a check: that takes 128 bits, and a function of its own.
const LONGEST: u64 = u64::MAX / 1000;

const PATH: &str = "/services/oauth2/token";

/// Exchanges a code that was issued for `redirect_uri`. For a named user these five fields are the whole request, and with
/// no header of its own it needs no preflight. A guest's has the visitor id in a header, here without prefix word.
pub(crate) fn exchange(
    settings: &Settings,
    code: &AuthorizationResponse,
    redirect_uri: &str,
    verifier: &Verifier,
    subject: Subject<'_>,
) -> Box<HttpRequest> {
    let base = code.community_url.as_deref().unwrap_or(&settings.site_url);
    let mut form = Form::default();
    form.pair("grant_type", "authorization_code").pair("code", code.code.expose());
    form.pair("client_id", &settings.client_id).pair("redirect_uri", redirect_uri);
    form.pair("code_verifier", verifier.expose());
    let mut request = HttpRequest::form(base, PATH, form);
    if let Subject::Guest(hint) = subject {
        request.header("auth-request-type", "guest");
        request.header("uvid-hint", hint.as_str());
    }
    request
}

/// Renews an access token (RFC 6749, 6).
pub(crate) fn refresh(settings: &Settings, community_url: Option<&str>, refresh: &RefreshToken) -> Box<HttpRequest> {
    let mut form = Form::default();
    form.pair("grant_type", "refresh_token").pair("refresh_token", refresh.expose());
    form.pair("client_id", &settings.client_id);
    HttpRequest::form(community_url.unwrap_or(&settings.site_url), PATH, form)
}

/// What a token response holds, checked and in our own units.
#[derive(Debug)]
pub(crate) struct TokenResponse {
    pub access: AccessToken,
    pub refresh: Option<RefreshToken>,
    /// Whether the access token is a JWT, which the site calls its `token_format`.
    pub is_jwt: bool,
    /// The access token's claims, where it is a JWT.
    pub claims: Option<Json>,
    /// The id token as it came: its signature may have to be checked.
    pub id_token: Option<IdToken>,
    /// The id token's claims, where there is an id token.
    pub id_claims: Option<Json>,
    /// `id`: `…/id/<organization id>/<user id>`.
    pub identity_url: Option<String>,
    pub scopes: Vec<String>,
    /// Milliseconds since 1970, by the server's clock.
    pub issued_at: u64,
    /// Milliseconds since 1970, by the server's clock.
    pub expires_at: Option<u64>,
    pub community_url: Option<String>,
    pub community_id: Option<String>,
    /// The base of the org's APIs: a bearer token may go there.
    pub instance_url: Option<String>,
}

/// Reads the response to an exchange or a renewal.
///
/// # Errors
/// `id_token_invalid` for an id token that is not for this client, `unexpected_response` where the access token or its time
/// is missing, and whatever the site says.
pub(crate) fn read(settings: &Settings, step: Step, response: &HttpResponse) -> Result<Box<TokenResponse>, Error> {
    let object = response::object(step, response)?;
    let text = |key| object.str(key).filter(|text| !text.is_empty());
    let broken = |code, step| Error::with_status(code, step, response.status);

    let access = AccessToken::from(text("access_token").unwrap_or_default());
    if !access.is_sendable() {
        return Err(broken(Code::UnexpectedResponse, step));
    }
    let is_jwt = match text("token_format") {
        Some(format) => format.eq_ignore_ascii_case("jwt"),
        None => access.expose().starts_with("eyJ"),
    };
    let claims = if is_jwt { jwt::claims(access.expose()) } else { None };
    let in_claims = |name| claims.as_ref().and_then(|claims| claims.number(name)).map(millis);
    let issued_at = integer(object, "issued_at")
        .or_else(|| in_claims("iat"))
        .ok_or_else(|| broken(Code::UnexpectedResponse, step))?;
    let lifetime = integer(object, "expires_in").map(|seconds| seconds.min(LONGEST).wrapping_mul(1000));
    let (id_token, identity_url) = (text("id_token"), text("id"));
    let id_claims = match &id_token {
        None => None,
        Some(token) => {
            let (id, tolerance_ms) = (identity_url.as_deref(), settings.clock_tolerance_ms);
            let claims = id_token::check(token, &settings.client_id, id, issued_at, tolerance_ms);
            Some(claims.ok_or_else(|| broken(Code::IdTokenInvalid, Step::Token))?)
        }
    };

    Ok(Box::new(TokenResponse {
        access,
        refresh: text("refresh_token").map(Into::into),
        is_jwt,
        expires_at: in_claims("exp").or_else(|| Some(issued_at.saturating_add(lifetime?))),
        claims,
        id_token: id_token.map(Into::into),
        id_claims,
        identity_url,
        scopes: words(&text("scope").unwrap_or_default()),
        issued_at,
        community_url: text("sfdc_community_url"),
        community_id: text("sfdc_community_id"),
        instance_url: text("instance_url"),
    }))
}

/// The refresh token of a response, whatever else is wrong with that.
pub(crate) fn refresh_token(response: &HttpResponse) -> Option<Zeroizing<String>> {
    Value::parse(&response.body)?.str("refresh_token").filter(|token| !token.is_empty()).map(Zeroizing::new)
}

fn words(text: &str) -> Vec<String> {
    let (mut words, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let (word, after) = split_once(rest, b' ').unwrap_or((rest, ""));
        if !word.is_empty() {
            words.push(word.to_owned());
        }
        rest = after;
    }
    words
}

/// A whole number, which the site writes as a string (`issued_at`) or not (`expires_in`).
fn integer(object: Value<'_>, key: &str) -> Option<u64> {
    match object.str(key) {
        Some(digits) => number(&digits),
        None => object.whole(key),
    }
}

fn millis(seconds: f64) -> u64 {
    (seconds * 1000.0) as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::Config;
    use crate::http::testing::answer;
    use crate::uvid::Uvid;
    use crate::wire::authorize::GuestHint;
    use crate::wire::jwt::testing::token;

    fn settings() -> Settings {
        Settings::check(Config::new("https://acme.my.site.com/portal", "3MVG9example")).unwrap()
    }

    fn parse(body: &str) -> Result<Box<TokenResponse>, Error> {
        read(&settings(), Step::Token, &answer(200, "application/json;charset=UTF-8", body))
    }

    #[test]
    fn the_whole_request() {
        let verifier = Verifier::parse("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned()).unwrap();
        let code = AuthorizationResponse {
            code: "aPrxExample==".into(),
            community_url: Some("https://acme.my.site.com/other".to_owned()),
            community_id: None,
        };
        let settings = settings();
        let request = exchange(&settings, &code, &settings.redirect_uri, &verifier, Subject::User(None));
        assert_eq!(request.url, "https://acme.my.site.com/other/services/oauth2/token");
        assert_eq!(request.headers.len(), 1, "any further header would cost a preflight");
        assert_eq!(
            request.body.unwrap().as_str(),
            "grant_type=authorization_code&code=aPrxExample%3D%3D&client_id=3MVG9example\
             &redirect_uri=https%3A%2F%2Facme.my.site.com%2Fportal%2Fservices%2Foauth2%2Fecho\
             &code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        );
        let code = AuthorizationResponse { community_url: None, ..code };
        let request = exchange(&settings, &code, "https://app.example.com/cb", &verifier, Subject::User(None));
        assert!(request.url.starts_with("https://acme.my.site.com/portal/"));
        assert!(request.body.unwrap().contains("&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&"));

        let uvid = Uvid::parse("3f0b9d0e-1b2c-4d5e-8f90-123456789abc").unwrap();
        for (hint, header) in
            [(GuestHint::Uvid(uvid.clone()), uvid.as_str()), (GuestHint::Jwt("a.b.c".into()), "a.b.c")]
        {
            let request = exchange(&settings, &code, &settings.redirect_uri, &verifier, Subject::Guest(&hint));
            let headers: Vec<_> = request.headers.iter().skip(1).map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(headers, [("auth-request-type", "guest"), ("uvid-hint", header)]);
        }
    }

    #[test]
    fn the_whole_renewal() {
        let request = refresh(&settings(), Some("https://acme.my.site.com/other"), &"5Aep/x=".into());
        assert_eq!(request.url, "https://acme.my.site.com/other/services/oauth2/token");
        assert_eq!(request.headers.len(), 1);
        let body = request.body.unwrap();
        assert_eq!(*body, "grant_type=refresh_token&refresh_token=5Aep%2Fx%3D&client_id=3MVG9example");
    }

    #[test]
    fn an_opaque_answer() {
        let read = parse(
            r#"{"access_token":"00D!x","refresh_token":"5Aep","token_format":"opaque","scope":"openid api refresh_token",
                "id":"https://a/id/00D/005","issued_at":"1767600739962","instance_url":"https://acme.my.salesforce.com"}"#,
        )
        .unwrap();
        assert_eq!((read.access.expose(), read.refresh.unwrap().expose()), ("00D!x", "5Aep"));
        assert_eq!((read.is_jwt, read.issued_at, read.expires_at), (false, 1_767_600_739_962, None));
        assert_eq!(read.scopes, ["openid", "api", "refresh_token"]);
    }

    #[test]
    fn a_jwt_says_itself_when_it_ends() {
        let jwt = token(r#"{"iat":1767600735,"exp":1767600795}"#);
        let read =
            parse(&format!(r#"{{"access_token":"{jwt}","issued_at":"1767600735000","expires_in":7200}}"#)).unwrap();
        assert_eq!((read.is_jwt, read.expires_at), (true, Some(1_767_600_795_000)));
        let read = parse(&format!(r#"{{"access_token":"{jwt}"}}"#)).unwrap();
        assert_eq!(read.issued_at, 1_767_600_735_000);
    }

    #[test]
    fn expires_in_is_used_where_it_is_there() {
        for lifetime in ["60", "\"60\""] {
            let read = parse(&format!(r#"{{"access_token":"x","issued_at":"1000","expires_in":{lifetime}}}"#)).unwrap();
            assert_eq!(read.expires_at, Some(61_000));
        }
    }

    #[test]
    fn an_answer_without_its_fields_is_unexpected() {
        for body in [
            "{}",
            r#"{"access_token":"x"}"#,
            r#"{"access_token":"","issued_at":"1"}"#,
            r#"{"access_token":7,"issued_at":"1"}"#,
            r#"{"access_token":"a\nb","issued_at":"1"}"#,
            r#"{"access_token":"x","issued_at":-1}"#,
        ] {
            assert_eq!(parse(body).unwrap_err().code(), Code::UnexpectedResponse, "{body}");
        }
    }

    #[test]
    fn debug_shows_no_token() {
        let id_token = token(r#"{"aud":"3MVG9example","iss":"i","sub":"s","iat":1,"exp":2}"#);
        let body =
            format!(r#"{{"access_token":"00D!x","refresh_token":"5Aep","issued_at":"1000","id_token":"{id_token}"}}"#);
        let printed = format!("{:?}", parse(&body).unwrap());
        for secret in ["00D!x", "5Aep", id_token.as_str()] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }

    #[test]
    fn a_broken_id_token_spoils_the_answer() {
        let error = parse(r#"{"access_token":"x","issued_at":"1","id_token":"a.b.c"}"#).unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::IdTokenInvalid, Step::Token));
    }

    proptest! {
        #[test]
        fn no_answer_is_too_odd(body in ".*", value in "[0-9a-z\"{}\\[\\]:,.-]{0,20}") {
            let _ = parse(&body);
            let _ = parse(&format!(r#"{{"access_token":"eyJ.e30.x","issued_at":{value},"expires_in":{value},"id":{value}}}"#));
        }
    }
}
