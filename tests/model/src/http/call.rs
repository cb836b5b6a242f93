//! A request as the endpoints see it.

use std::net::IpAddr;

use ::http::{HeaderMap, Method};
use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use bytes::Bytes;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::refusal::{self, Refusal};

/// Form fields a request may have.
const MAX_FIELDS: usize = 1000;

/// By which address a request came to its site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    BareHost,
    Prefix,
    /// The prefix of the site's Visualforce side.
    Companion,
}

pub struct Call {
    pub method: Method,
    pub way: Way,
    /// Without the site's prefix.
    pub path: String,
    pub headers: HeaderMap,
    pub query: Params,
    pub form: Params,
    pub json: Map<String, Value>,
    pub body: Bytes,
    /// Whether the query and the body could be read. Endpoints that first ask for something else look here themselves.
    pub readable: Result<(), Refusal>,
    pub peer: IpAddr,
    /// Whether another refresh of the same token was under way when this request arrived.
    pub overlaps: bool,
}

/// What kind of body an endpoint reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    Nothing,
    Form,
    Json,
    Either,
}

impl Call {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// A parameter of the body or, failing that, of the query. Empty is the same as absent.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.form.get(name).or_else(|| self.query.get(name))
    }

    pub fn bearer(&self) -> Option<&str> {
        let (scheme, token) = self.header("authorization")?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }

    /// The pair of a Basic header, in either base64 alphabet, padded or not.
    pub fn basic(&self) -> Option<(String, String)> {
        let (scheme, encoded) = self.header("authorization")?.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let decode = |alphabet| GeneralPurpose::new(alphabet, config).decode(encoded.trim()).ok();
        let bytes = decode(&alphabet::STANDARD).or_else(|| decode(&alphabet::URL_SAFE))?;
        let pair = String::from_utf8(bytes).ok()?;
        let (name, secret) = pair.split_once(':')?;
        Some((name.into(), secret.into()))
    }

    /// Reads the body as the endpoint expects it and looks for repeated parameters.
    pub fn read_body(&mut self, kind: BodyKind) {
        if self.readable.is_ok() {
            self.readable = self.try_read_body(kind);
        }
    }

    fn try_read_body(&mut self, kind: BodyKind) -> Result<(), Refusal> {
        if self.query.has_repetition() {
            return Err(refusal::REPEATED_PARAMETER);
        }
        if self.body.is_empty() && kind != BodyKind::Json {
            return Ok(());
        }
        let is_form = self.has_content_type("application/x-www-form-urlencoded");
        let is_json = self.has_content_type("application/json");
        match kind {
            BodyKind::Nothing => Ok(()),
            BodyKind::Form | BodyKind::Either if is_form => self.read_form(),
            BodyKind::Json | BodyKind::Either if is_json => self.read_json(),
            _ => Err(refusal::UNSUPPORTED_MEDIA_TYPE),
        }
    }

    pub fn has_content_type(&self, wanted: &str) -> bool {
        let essence = self.header("content-type").and_then(|value| value.split(';').next());
        essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(wanted))
    }

    fn read_form(&mut self) -> Result<(), Refusal> {
        let text = std::str::from_utf8(&self.body).map_err(|_| refusal::MALFORMED_FORM)?;
        self.form = Params::parse(text).ok_or(refusal::MALFORMED_FORM)?;
        if self.form.0.len() + self.query.0.len() > MAX_FIELDS {
            return Err(refusal::TOO_MANY_FIELDS);
        }
        let also_in_query = |(name, _): &(String, String)| self.query.0.iter().any(|(other, _)| other == name);
        if self.form.has_repetition() || self.form.0.iter().any(also_in_query) {
            return Err(refusal::REPEATED_PARAMETER);
        }
        Ok(())
    }

    fn read_json(&mut self) -> Result<(), Refusal> {
        self.json = serde_json::from_slice(&self.body).map_err(|_| refusal::MALFORMED_JSON)?;
        Ok(())
    }
}

/// Parameters of a query or form, decoded once, in the order they came.
#[derive(Clone, Debug, Default)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Splits at the first `=` only and lets stray characters stand: some clients do not encode their values. `None` for
    /// bytes that are no UTF-8.
    pub fn parse(text: &str) -> Option<Self> {
        let decode = |part: &str| {
            let spaced = part.replace('+', " ");
            percent_decode_str(&spaced).decode_utf8().ok().map(String::from)
        };
        let pair = |field: &str| {
            let (name, value) = field.split_once('=').unwrap_or((field, ""));
            Some((decode(name)?, decode(value)?))
        };
        text.split('&').filter(|field| !field.is_empty()).map(pair).collect::<Option<_>>().map(Self)
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        value.filter(|value| !value.is_empty())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn has_repetition(&self) -> bool {
        let mut seen = std::collections::HashSet::new();
        self.0.iter().any(|(name, _)| !seen.insert(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unencoded_values_are_understood() {
        let params = Params::parse("code=aPrx==&redirect_uri=https://a.example/cb?x=1&p=a+b%2Bc").unwrap_or_default();
        assert_eq!(params.get("code"), Some("aPrx=="));
        assert_eq!(params.get("redirect_uri"), Some("https://a.example/cb?x=1"));
        assert_eq!(params.get("p"), Some("a b+c"));
    }

    #[test]
    fn invalid_utf8_is_refused_and_repetition_seen() {
        assert!(Params::parse("a=%FF").is_none());
        assert!(Params::parse("a=1&a=2").is_some_and(|params| params.has_repetition()));
    }
}
