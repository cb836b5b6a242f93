//! The private parsers as the targets in `fuzz/` call them: one function a parser, always for the same site and client. Built
//! with `--cfg fuzzing` only; no part of the API, and of no product.

#![allow(missing_docs, clippy::expect_used)]

use crate::config::Config;
use crate::error::{Error, Step};
use crate::http::HttpResponse;
use crate::json::{Json, Writer};
use crate::pkce::State;
use crate::rsa_key::RsaKey;
use crate::secret::AuthorizationCode;
use crate::session::facts::Session;
use crate::session::kept::{Kept, Tokens};
use crate::session::record::Record;
use crate::session::stamp::Stamp;
use crate::settings::Settings;
use crate::uvid::Uvid;
use crate::wire::code::{self, AuthorizationResponse};
use crate::wire::jwks;
use crate::wire::{forgot_password, id_token, jwt, passwordless, registration, response, social, token, userinfo};
use crate::{form, text, url};

pub const SITE: &str = "https://acme.my.site.com/portal";
pub const CLIENT_ID: &str = "3MVG9example";
pub const CALLBACK: &str = "https://app.example.com/cb";
pub const STATE: &str = "af0ifjsldkj";
pub const VISITOR: &str = "3f0b9d0e-1b2c-4d5e-8f90-123456789abc";

fn settings() -> Settings {
    Settings::check(Config::new(SITE, CLIENT_ID)).expect("a valid configuration")
}

/// A code, and the site that it may be taken to.
pub struct Code {
    pub code: AuthorizationCode,
    pub community_url: Option<String>,
    pub printed: String,
}

impl From<AuthorizationResponse> for Code {
    fn from(answer: AuthorizationResponse) -> Self {
        let printed = format!("{answer:?}");
        Self { code: answer.code, community_url: answer.community_url, printed }
    }
}

/// The answer to an authorize request whose callback is the site's echo.
pub fn at_echo(response: &HttpResponse) -> Result<Code, Error> {
    code::read(&settings(), &State::from_store(STATE), response).map(Code::from)
}

/// The same with the app's own callback.
pub fn at_callback(response: &HttpResponse) -> Result<Code, Error> {
    let config = Config::new(SITE, CLIENT_ID).redirect_uri(CALLBACK);
    let settings = Settings::check(config).expect("a valid configuration");
    code::read(&settings, &State::from_store(STATE), response).map(Code::from)
}

/// The address that a social sign-on came back to, with its `state`.
pub fn social(address: &str) -> Result<(Code, Option<String>), Error> {
    let callback = social::Callback::parse(address)?;
    let state = callback.value("state");
    Ok((callback.code(&settings())?.into(), state))
}

/// A session made of a token answer: its facts, what is printed of the answer, and the record that a store would keep.
pub struct Made {
    pub session: Session,
    pub printed: String,
    pub record: String,
}

/// A token answer, for a visitor or a user.
pub fn token(step: Step, as_guest: bool, response: &HttpResponse) -> Result<Made, Error> {
    let settings = settings();
    let code = AuthorizationResponse { code: "aPrx".into(), community_url: None, community_id: None };
    let answer = token::read(&settings, step, response)?;
    let printed = format!("{answer:?}");
    let hint = Uvid::parse(VISITOR).expect("a valid id");
    let session = match as_guest {
        true => Session::of_guest(&settings, &code, &answer, Some(&hint)),
        false => Session::of_user(&settings, &code, &answer, Some(&hint)),
    };
    let visitor = session.uvid.as_deref().and_then(|uvid| Uvid::parse(uvid).ok());
    let tokens = Tokens {
        access: answer.access,
        refresh: answer.refresh,
        instance_url: answer.instance_url,
        received_at: 1_767_600_740_000,
    };
    let kept = Kept::new(session.clone(), tokens, visitor);
    let record = Record { stamp: Stamp::default(), kept: Some(kept) };
    Ok(Made { session, printed, record: record.to_text(&settings).to_string() })
}

/// Reads a stored record and writes it anew.
pub fn record(text: &str) -> Option<String> {
    let settings = settings();
    Some(Record::parse(&settings, text)?.to_text(&settings).to_string())
}

/// The answer to the start of a registration: its identifier.
pub fn registration(response: &HttpResponse) -> Result<String, Error> {
    Ok(registration::read(response)?.identifier)
}

/// The answer to the start of a passwordless login: its identifier.
pub fn passwordless(response: &HttpResponse) -> Result<String, Error> {
    passwordless::read(response)
}

/// The answer to the first step of a password reset.
pub fn otp_sent(response: &HttpResponse) -> Result<(), Error> {
    forgot_password::read(response, forgot_password::OTP_SENT)
}

/// The answer to the second.
pub fn password_set(response: &HttpResponse) -> Result<(), Error> {
    forgot_password::read(response, forgot_password::SUCCESS)
}

pub fn userinfo(response: &HttpResponse) -> Result<Json, Error> {
    let _ = userinfo::is_bad_token(response);
    userinfo::read(response)
}

pub fn jwks(response: &HttpResponse) -> Result<Vec<RsaKey>, Error> {
    jwks::read(Step::Token, response)
}

/// The error that an unsuccessful answer is.
pub fn failure(step: Step, response: &HttpResponse) -> Error {
    response::failure(step, response)
}

pub fn claims(token: &str) -> Option<Json> {
    jwt::claims(token)
}

/// Key id, signing input and signature of a token that can be checked.
pub fn signed(token: &str) -> Option<(String, &str, Vec<u8>)> {
    jwt::signed(token).map(|signed| (signed.key_id, signed.input, signed.signature))
}

pub fn id_token(token: &str, issued_at_ms: u64) -> Option<Json> {
    id_token::check(token, CLIENT_ID, None, issued_at_ms, 60_000)
}

pub fn json(text: &str) -> Option<Json> {
    Json::parse(text)
}

/// An object of one text member and one of JSON text.
pub fn json_object(text: (&str, &str), raw: (&str, &str)) -> String {
    let mut out = Writer::default();
    out.open('{').member(text.0, text.1).name(raw.0).raw(raw.1).close('}');
    out.into_text().to_string()
}

pub fn form_encode(pairs: &[(&str, &str)]) -> String {
    let mut form = form::Form::default();
    for (name, value) in pairs {
        form.pair(name, value);
    }
    form.into_text().to_string()
}

pub fn form_value(form: &str, name: &str) -> Option<String> {
    form::value(form, name)
}

pub fn base64url(text: &str) -> Option<Vec<u8>> {
    text::base64url(text)
}

pub fn shorten(text: &str) -> String {
    text::shorten(text)
}

/// An address as we take it apart.
pub struct Address {
    pub origin: String,
    pub is_trustworthy: bool,
    pub query: Option<String>,
    pub fragment: Option<String>,
}

pub fn address(text: &str) -> Option<Address> {
    let parts = url::parts(text)?;
    Some(Address {
        is_trustworthy: parts.is_trustworthy,
        query: parts.query.map(str::to_owned),
        fragment: parts.fragment.map(str::to_owned),
        origin: parts.origin,
    })
}

/// The site that an answer names as its own, where it is the configured one's.
pub fn own_site(text: &str) -> Option<String> {
    code::own_site(&settings(), text)
}
