//! The authorize request of the Authorization Code and Credentials Flow, in all its variations. Its response is read in `code`.

use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::config::Credentials;
use crate::error::{Error, Hint};
use crate::form::Form;
use crate::http::HttpRequest;
use crate::pkce::{State, Verifier};
use crate::secret::{AccessToken, OneTimeCode, Password};
use crate::settings::Settings;
use crate::text::{base64, concat, position};
use crate::uvid::Uvid;

const PATH: &str = "/services/oauth2/authorize";

/// What binds the steps of one login together. Made anew for each, so neither `Clone` nor reusable.
pub(crate) struct Binding {
    pub verifier: Verifier,
    pub state: State,
}

impl Binding {
    /// Of random bytes.
    pub fn new(verifier: &[u8; 32], state: &[u8; 32]) -> Self {
        Self { verifier: Verifier::of(verifier), state: State::of(state) }
    }
}

/// What proves a user's right to a session.
pub(crate) enum Proof<'a> {
    /// A user's name and password.
    Password { username: &'a str, password: &'a Password },
    /// Something the site's discovery handler finds the user by, and the password. Allowed in the body only.
    Discovery { login_hint: &'a str, custom_data: Option<&'a str>, password: &'a Password },
    /// The second half of a registration or a passwordless login.
    OneTimeCode { flow: OtpFlow, identifier: &'a str, code: &'a OneTimeCode, method: VerificationMethod },
}

/// Who asks for a session.
pub(crate) enum Requester<'a> {
    /// A user, and the visitor they have been.
    User { proof: Proof<'a>, visitor: Option<Uvid> },
    /// A visitor.
    Guest(GuestHint),
}

impl Requester<'_> {
    /// What the token request is made for, where nothing is to be proved any more.
    pub fn subject(&self) -> Subject<'_> {
        match self {
            Self::User { visitor, .. } => Subject::User(visitor.as_ref()),
            Self::Guest(hint) => Subject::Guest(hint),
        }
    }
}

/// Whose session is asked for, with the visitor id that goes along.
#[derive(Clone, Copy)]
pub(crate) enum Subject<'a> {
    User(Option<&'a Uvid>),
    Guest(&'a GuestHint),
}

/// What a guest flow takes the visitor id from.
pub(crate) enum GuestHint {
    /// The id itself.
    Uvid(Uvid),
    /// A JWT access token that has one.
    Jwt(AccessToken),
}

impl GuestHint {
    /// The id or the token, without a prefix word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Uvid(uvid) => uvid.as_str(),
            Self::Jwt(token) => token.expose(),
        }
    }
}

/// The flows that end with a one-time code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OtpFlow {
    Registration,
    Passwordless,
}

/// How a one-time code reaches the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerificationMethod {
    /// By email.
    Email,
    /// By text message.
    Sms,
}

impl VerificationMethod {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }
}

/// The authorize request of any headless flow.
///
/// # Errors
/// `invalid_argument` where a username cannot be sent in a Basic header.
pub(crate) fn request(
    settings: &Settings,
    binding: &Binding,
    requester: &Requester<'_>,
) -> Result<Box<HttpRequest>, Error> {
    let mut form = Form::default();
    form.pair("response_type", "code_credentials").pair("client_id", &settings.client_id);
    form.pair("redirect_uri", &settings.redirect_uri).pair("code_challenge", binding.verifier.challenge().as_str());
    // Stated explicitly: the default of RFC 7636 is "plain".
    form.pair("code_challenge_method", "S256").pair("state", binding.state.expose());
    form.optional("scope", settings.scope.as_deref());
    let mut basic = None;
    let mut method = None;
    let mut hint = None;
    let request_type = match requester {
        Requester::Guest(guest) => {
            let prefix = if matches!(guest, GuestHint::Uvid(_)) { "UVID " } else { "JWT " };
            hint = Some(concat(&[prefix, guest.as_str()]));
            "guest"
        }
        Requester::User { proof: Proof::Password { username, password }, .. } => {
            basic = prove(settings.credentials, username, password.expose(), &mut form)?;
            "Named-User"
        }
        Requester::User { proof: Proof::Discovery { login_hint, custom_data, password }, .. } => {
            form.pair("login_hint", login_hint).pair("password", password.expose());
            form.optional("customdata", *custom_data);
            "Named-User"
        }
        Requester::User { proof: Proof::OneTimeCode { flow, identifier, code, method: sent_by }, .. } => {
            basic = prove(settings.otp_credentials, identifier, code.expose(), &mut form)?;
            method = Some(sent_by.as_str());
            match flow {
                OtpFlow::Registration => "user-registration",
                OtpFlow::Passwordless => "passwordless-login",
            }
        }
    };
    if let Requester::User { visitor: Some(uvid), .. } = requester {
        // Plain and without prefix word: so a named user's JWT carries the id on.
        form.pair("uvid_hint", uvid.as_str());
    }
    let mut request = HttpRequest::form(&settings.site_url, PATH, form);
    request.header("auth-request-type", request_type);
    if let Some(basic) = basic {
        request.header("authorization", basic);
    }
    if let Some(method) = method {
        request.header("auth-verification-type", method);
    }
    if let Some(hint) = hint {
        request.header("uvid-hint", hint);
    }
    Ok(request)
}

/// Adds the pair that proves the person's right to the body, as `username` and `password`, or returns it as a Basic header.
fn prove(place: Credentials, name: &str, secret: &str, form: &mut Form) -> Result<Option<String>, Error> {
    match place {
        Credentials::Body => {
            form.pair("username", name).pair("password", secret);
            Ok(None)
        }
        Credentials::Header => basic(name, secret).map(Some),
    }
}

/// The value of a Basic header (RFC 7617): UTF-8, standard base64.
fn basic(user: &str, secret: &str) -> Result<String, Error> {
    if position(user, b':').is_some() {
        return Err(Error::argument(Hint::Colon));
    }
    let pair = Zeroizing::new(concat(&[user, ":", secret]));
    let encoded = Zeroizing::new(base64(&STANDARD, pair.as_bytes()));
    Ok(concat(&["Basic ", &encoded]))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;

    use super::*;
    use crate::config::Config;
    use crate::error::Code;
    use crate::form;
    use crate::http::Method;

    fn binding() -> Binding {
        Binding {
            verifier: Verifier::parse("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned()).unwrap(),
            state: State::from_store("af0ifjsldkj"),
        }
    }

    fn ask(config: Config, requester: &Requester<'_>) -> Result<Box<HttpRequest>, Error> {
        request(&Settings::check(config).unwrap(), &binding(), requester)
    }

    /// A user who was no visitor.
    fn user(proof: Proof<'_>) -> Requester<'_> {
        Requester::User { proof, visitor: None }
    }

    fn ada(config: Config, username: &str, password: &str) -> Result<Box<HttpRequest>, Error> {
        ask(config, &user(Proof::Password { username, password: &password.into() }))
    }

    fn uvid() -> Uvid {
        Uvid::parse("3f0b9d0e-1b2c-4d5e-8f90-123456789abc").unwrap()
    }

    /// The headers, and what the body has beyond the parameters of every flow.
    fn headers_and_own_pairs(request: &HttpRequest) -> (Vec<(&str, &str)>, String) {
        let headers = request.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let body = request.body.as_ref().unwrap();
        let (common, own) = body.split_once("&scope=openid%20api").unwrap();
        assert_eq!(
            common,
            "response_type=code_credentials&client_id=3MVG9example\
             &redirect_uri=https%3A%2F%2Facme.my.site.com%2Fportal%2Fservices%2Foauth2%2Fecho\
             &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&state=af0ifjsldkj"
        );
        (headers, own.to_owned())
    }

    const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

    fn acme() -> Config {
        Config::new("https://acme.my.site.com/portal", "3MVG9example").scopes(["openid", "api"])
    }

    #[test]
    fn a_login_with_credentials_in_the_body() {
        let request = ada(acme(), "ada@example.com", " S3cret&pass ").unwrap();
        assert_eq!(request.method, Method::Post);
        assert_eq!(request.url, "https://acme.my.site.com/portal/services/oauth2/authorize");
        let (headers, own) = headers_and_own_pairs(&request);
        assert_eq!(headers, [FORM, ("auth-request-type", "Named-User")]);
        assert_eq!(own, "&username=ada%40example.com&password=%20S3cret%26pass%20");
    }

    #[test]
    fn a_login_by_discovery_is_in_the_body_whatever_the_setting() {
        let password = "pw".into();
        let request = ask(
            acme().credentials(Credentials::Header),
            &user(Proof::Discovery {
                login_hint: "+12025550123",
                custom_data: Some(r#"{"shop":1}"#),
                password: &password,
            }),
        );
        let request = request.unwrap();
        let (headers, own) = headers_and_own_pairs(&request);
        assert_eq!(headers, [FORM, ("auth-request-type", "Named-User")]);
        assert_eq!(own, "&login_hint=%2B12025550123&password=pw&customdata=%7B%22shop%22%3A1%7D");
    }

    #[test]
    fn a_guest_has_the_prefix_word_in_a_header() {
        let request = ask(acme(), &Requester::Guest(GuestHint::Uvid(uvid()))).unwrap();
        let (headers, own) = headers_and_own_pairs(&request);
        let hint = ("uvid-hint", "UVID 3f0b9d0e-1b2c-4d5e-8f90-123456789abc");
        assert_eq!(headers, [FORM, ("auth-request-type", "guest"), hint]);
        assert_eq!(own, "");
        let request = ask(acme(), &Requester::Guest(GuestHint::Jwt("a.b.c".into()))).unwrap();
        assert_eq!(headers_and_own_pairs(&request).0.last(), Some(&("uvid-hint", "JWT a.b.c")));
    }

    #[test]
    fn a_named_user_carries_the_plain_id_in_the_body() {
        let proof = Proof::Password { username: "ada", password: &"pw".into() };
        let request = ask(acme(), &Requester::User { proof, visitor: Some(uvid()) }).unwrap();
        let (headers, own) = headers_and_own_pairs(&request);
        assert_eq!(headers, [FORM, ("auth-request-type", "Named-User")]);
        assert_eq!(own, "&username=ada&password=pw&uvid_hint=3f0b9d0e-1b2c-4d5e-8f90-123456789abc");
    }

    #[test]
    fn a_one_time_code_travels_as_configured() {
        let code = "123456".into();
        let of = |flow, method| user(Proof::OneTimeCode { flow, identifier: "MFF0", code: &code, method });
        let request = ask(acme(), &of(OtpFlow::Registration, VerificationMethod::Email)).unwrap();
        let (headers, own) = headers_and_own_pairs(&request);
        let verified_by = |method| ("auth-verification-type", method);
        let basic = ("authorization", "Basic TUZGMDoxMjM0NTY=");
        assert_eq!(headers, [FORM, ("auth-request-type", "user-registration"), basic, verified_by("email")]);
        assert_eq!(own, "");

        let in_body = acme().otp_credentials(Credentials::Body);
        let request = ask(in_body, &of(OtpFlow::Passwordless, VerificationMethod::Sms)).unwrap();
        let (headers, own) = headers_and_own_pairs(&request);
        assert_eq!(headers, [FORM, ("auth-request-type", "passwordless-login"), verified_by("sms")]);
        assert_eq!(own, "&username=MFF0&password=123456");
    }

    #[test]
    fn a_login_with_credentials_in_the_header() {
        let request = ada(acme().credentials(Credentials::Header), "ada@example.com", "S3cret:pässwörd✓").unwrap();
        let authorization = request.headers.last().unwrap();
        assert_eq!(authorization.0, "authorization");
        let pair = STANDARD.decode(authorization.1.strip_prefix("Basic ").unwrap()).unwrap();
        assert_eq!(String::from_utf8(pair).unwrap(), "ada@example.com:S3cret:pässwörd✓");
        let body = request.body.unwrap();
        assert!(form::value(&body, "username").is_none() && form::value(&body, "password").is_none(), "{}", *body);
    }

    #[test]
    fn a_colon_in_the_user_name_is_refused_in_the_header_only() {
        assert_eq!(ada(acme().credentials(Credentials::Header), "a:b", "x").unwrap_err().code(), Code::InvalidArgument);
        ada(acme(), "a:b", "x").unwrap();
    }

    #[test]
    fn without_scopes_there_is_no_scope_parameter() {
        let request = ada(Config::new("https://a.b", "id"), "ada", "pw").unwrap();
        assert_eq!(form::value(&request.body.unwrap(), "scope"), None);
    }
}
