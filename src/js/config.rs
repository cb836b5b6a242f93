//! Reading the `config` of `createClient`.

use std::time::Duration;

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::config::{Config, Credentials, IdTokenCheck, Storage};
use crate::error::Error;
use crate::js::args::{Args, text};
use crate::js::store;
use crate::text::contains;

pub(super) fn read(config: &JsValue) -> Result<Config, Error> {
    const SCOPES: &str = "scopes must be an array of scope names, each without space or comma.";
    const CREDENTIALS: &str = "credentials must be \"body\" or \"header\".";
    const OTP_CREDENTIALS: &str = "otpCredentials must be \"header\" or \"body\".";
    const ID_TOKEN: &str = "idToken must be \"claims\" or \"signature\".";
    const TIMEOUT: &str = "timeoutMs must be a positive number of milliseconds.";
    const TOLERANCE: &str = "clockToleranceSec must be a number of seconds, not negative.";

    let args = Args::of(config, Error::config, "The configuration must be an object.")?;
    refuse_secrets(config)?;
    let site_url = args.required_text("siteUrl", "siteUrl must be a string: the site's address with its prefix.")?;
    let client_id = args.required_text("clientId", "clientId must be a string: the app's consumer key.")?;
    let mut read = Config::new(site_url, client_id);

    if let Some(uri) = args.text("redirectUri", "redirectUri must be a string: a callback URL of the app.")? {
        read = read.redirect_uri(uri);
    }
    if let Some(scopes) = args.get("scopes", SCOPES)? {
        let scopes: Array = scopes.dyn_into().map_err(|_| Error::config(SCOPES))?;
        let names: Option<Vec<_>> = scopes.iter().map(|scope| text(&scope)).collect();
        read = read.scopes(names.ok_or_else(|| Error::config(SCOPES))?);
    }
    if let Some(place) = credentials(&args, "credentials", CREDENTIALS)? {
        read = read.credentials(place);
    }
    if let Some(place) = credentials(&args, "otpCredentials", OTP_CREDENTIALS)? {
        read = read.otp_credentials(place);
    }
    if let Some(ms) = args.number("timeoutMs", TIMEOUT)? {
        if ms <= 0.0 {
            return Err(Error::config(TIMEOUT));
        }
        read = read.timeout(Duration::from_millis(ms.ceil() as u64));
    }
    if let Some(seconds) = args.number("clockToleranceSec", TOLERANCE)? {
        if seconds < 0.0 {
            return Err(Error::config(TOLERANCE));
        }
        read = read.clock_tolerance(Duration::from_millis((seconds * 1000.0) as u64));
    }
    if let Some(check) = args.text("idToken", ID_TOKEN)? {
        read = read.id_token(match check.as_str() {
            "claims" => IdTokenCheck::Claims,
            "signature" => IdTokenCheck::Signature,
            _ => return Err(Error::config(ID_TOKEN)),
        });
    }
    if let Some(value) = args.get("storage", STORAGE)? {
        read = read.storage(storage(&value).ok_or_else(|| Error::config(STORAGE))?);
    }
    Ok(read)
}

const STORAGE: &str = "storage must be \"memory\", \"session\", \"local\", or an object with get, set and remove.";

fn storage(value: &JsValue) -> Option<Storage> {
    match value.as_string().as_deref() {
        Some("memory") => Some(Storage::Memory),
        Some("session") => Some(Storage::Session),
        Some("local") => Some(Storage::Local),
        Some(_) => None,
        None => store::open(value).map(Storage::Custom),
    }
}

fn credentials(args: &Args<'_>, key: &str, hint: &'static str) -> Result<Option<Credentials>, Error> {
    match args.text(key, hint)?.as_deref() {
        None => Ok(None),
        Some("body") => Ok(Some(Credentials::Body)),
        Some("header") => Ok(Some(Credentials::Header)),
        Some(_) => Err(Error::config(hint)),
    }
}

/// A client secret in a page is a leaked secret, whatever key it stands under.
fn refuse_secrets(config: &JsValue) -> Result<(), Error> {
    let keys = Reflect::own_keys(config).map_err(|_| Error::config("The configuration cannot be read."))?;
    let is_secret = |key: JsValue| key.as_string().is_some_and(|key| contains(&key.to_ascii_lowercase(), "secret"));
    if keys.iter().any(is_secret) {
        return Err(Error::config(
            "A browser is a public client: take the client secret out of the page, and let the app require none.",
        ));
    }
    Ok(())
}
