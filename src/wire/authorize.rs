//! The authorize request of the Authorization Code and Credentials Flow. Its answer is read in `code`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::config::{Credentials, Settings};
use crate::error::Error;
use crate::pkce::{Verifier, random_text};
use crate::secret::Password;
use crate::wire::http::HttpRequest;

const PATH: &str = "/services/oauth2/authorize";

/// What binds the steps of one login together. Made anew for each, so neither `Clone` nor reusable.
pub(crate) struct Binding {
    pub verifier: Verifier,
    /// Sent at authorize and compared where the answer has one (RFC 6749, 4.1.2).
    pub state: Zeroizing<String>,
}

impl Binding {
    pub fn generate() -> Result<Self, Error> {
        Ok(Self { verifier: Verifier::generate()?, state: random_text()? })
    }
}

/// Who logs in, and what proves it.
pub(crate) struct Login<'a> {
    pub username: &'a str,
    pub password: &'a Password,
}

/// `Auth-Request-Type: Named-User`.
///
/// # Errors
/// `invalid_argument` where the user name cannot be sent in a Basic header.
pub(crate) fn login(settings: &Settings, binding: &Binding, login: &Login<'_>) -> Result<HttpRequest, Error> {
    let Login { username, password } = *login;
    Ok(match settings.credentials {
        Credentials::Body => {
            request(settings, binding, "Named-User", &[("username", username), ("password", password.expose())])
        }
        Credentials::Header => {
            let value = basic(username, password.expose())?;
            request(settings, binding, "Named-User", &[]).header("authorization", value)
        }
    })
}

/// What all the authorize requests have in common, with a flow's own pairs in the body.
fn request(settings: &Settings, binding: &Binding, request_type: &str, own: &[(&str, &str)]) -> HttpRequest {
    let challenge = binding.verifier.challenge();
    let mut pairs = vec![
        ("response_type", "code_credentials"),
        ("client_id", settings.client_id.as_str()),
        ("redirect_uri", settings.redirect_uri.as_str()),
        ("code_challenge", challenge.as_str()),
        // Said aloud: without it RFC 7636 means "plain", though the site means S256.
        ("code_challenge_method", "S256"),
        ("state", binding.state.as_str()),
    ];
    pairs.extend(settings.scope.as_deref().map(|scope| ("scope", scope)));
    pairs.extend(own);
    HttpRequest::form(&settings.site_url, PATH, &pairs).header("auth-request-type", request_type)
}

/// The value of a Basic header (RFC 7617): UTF-8, standard base64.
fn basic(user: &str, secret: &str) -> Result<String, Error> {
    if user.contains(':') {
        return Err(Error::argument(
            "A user name with a colon cannot be sent in a header (RFC 7617, 2): use credentials: \"body\".",
        ));
    }
    let mut pair = Zeroizing::new(String::with_capacity(user.len().saturating_add(secret.len()).saturating_add(1)));
    pair.push_str(user);
    pair.push(':');
    pair.push_str(secret);
    let mut value = String::from("Basic ");
    STANDARD.encode_string(pair.as_bytes(), &mut value);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::error::Code;
    use crate::form;
    use crate::wire::http::Method;

    fn binding() -> Binding {
        Binding {
            verifier: Verifier::parse("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned()).unwrap(),
            state: Zeroizing::new("af0ifjsldkj".to_owned()),
        }
    }

    fn ada(config: Config, username: &str, password: &str) -> Result<HttpRequest, Error> {
        let settings = Settings::check(config).unwrap();
        login(&settings, &binding(), &Login { username, password: &password.into() })
    }

    fn acme() -> Config {
        Config::new("https://acme.my.site.com/portal", "3MVG9example").scopes(["openid", "api"])
    }

    #[test]
    fn the_whole_request_with_credentials_in_the_body() {
        let request = ada(acme(), "ada@example.com", " S3cret&pass ").unwrap();
        assert_eq!(request.method, Method::Post);
        assert_eq!(request.url, "https://acme.my.site.com/portal/services/oauth2/authorize");
        let headers: Vec<_> = request.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(
            headers,
            [("content-type", "application/x-www-form-urlencoded"), ("auth-request-type", "Named-User")]
        );
        assert_eq!(
            request.body.unwrap().as_str(),
            "response_type=code_credentials&client_id=3MVG9example\
             &redirect_uri=https%3A%2F%2Facme.my.site.com%2Fportal%2Fservices%2Foauth2%2Fecho\
             &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&state=af0ifjsldkj\
             &scope=openid%20api&username=ada%40example.com&password=%20S3cret%26pass%20"
        );
    }

    #[test]
    fn the_whole_request_with_credentials_in_the_header() {
        let request = ada(acme().credentials(Credentials::Header), "ada@example.com", "S3cret:pässwörd✓").unwrap();
        let authorization = request.headers.last().unwrap();
        assert_eq!(authorization.0, "authorization");
        let pair = STANDARD.decode(authorization.1.strip_prefix("Basic ").unwrap()).unwrap();
        assert_eq!(String::from_utf8(pair).unwrap(), "ada@example.com:S3cret:pässwörd✓");
        let body = request.body.unwrap();
        assert!(form::decode(&body).iter().all(|(name, _)| name != "username" && name != "password"), "{}", *body);
    }

    #[test]
    fn a_colon_in_the_user_name_is_refused_in_the_header_only() {
        assert_eq!(ada(acme().credentials(Credentials::Header), "a:b", "x").unwrap_err().code(), Code::InvalidArgument);
        ada(acme(), "a:b", "x").unwrap();
    }

    #[test]
    fn without_scopes_there_is_no_scope_parameter() {
        let request = ada(Config::new("https://a.b", "id"), "ada", "pw").unwrap();
        assert!(form::decode(&request.body.unwrap()).iter().all(|(name, _)| name != "scope"));
    }
}
