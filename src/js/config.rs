//! Reading the `config` of `createClient`.

use std::time::Duration;

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::config::{Config, Credentials, IdTokenCheck, Storage};
use crate::error::Error;
use crate::js::args::{Args, text};
use crate::js::journeys::seconds;
use crate::js::store;
use crate::text::contains;

pub(super) fn read(config: &JsValue) -> Result<Config, Error> {
    const PLACES: &[(&str, Credentials)] = &[("body", Credentials::Body), ("header", Credentials::Header)];
    const CHECKS: &[(&str, IdTokenCheck)] = &[("claims", IdTokenCheck::Claims), ("signature", IdTokenCheck::Signature)];

    let args = Args::of(config, Error::config, "The configuration must be an object.");
    args.must(
        !has_secret(config),
        "A browser is a public client: take the client secret out of the page, and let the app require none.",
    );
    let site_url = args.required_text("siteUrl", "siteUrl must be a string: the site's address with its prefix.");
    let client_id = args.required_text("clientId", "clientId must be a string: the app's consumer key.");
    let mut read = Config::new(site_url, client_id);

    read.redirect_uri = args.text("redirectUri", "redirectUri must be a string: a callback URL of the app.");
    read.scopes = scopes(&args);
    if let Some(place) = args.one_of("credentials", "credentials must be \"body\" or \"header\".", PLACES) {
        read.credentials = place;
    }
    if let Some(place) = args.one_of("otpCredentials", "otpCredentials must be \"header\" or \"body\".", PLACES) {
        read.otp_credentials = place;
    }
    if let Some(ms) = args.number("timeoutMs", "timeoutMs must be a positive number of milliseconds.") {
        read.timeout = Duration::from_millis(ms.ceil() as u64);
    }
    const TOLERANCE: &str = "clockToleranceSec must be a number of seconds, not negative.";
    if let Some(tolerance) = args.number("clockToleranceSec", TOLERANCE) {
        read.clock_tolerance = seconds(tolerance);
    }
    if let Some(check) = args.one_of("idToken", "idToken must be \"claims\" or \"signature\".", CHECKS) {
        read.id_token = check;
    }
    if let Some(storage) = storage(&args) {
        read.storage = storage;
    }
    args.finish().map(|()| read)
}

/// An entry that is no string is read as an empty one, which no configuration may have.
fn scopes(args: &Args) -> Vec<String> {
    const HINT: &str = "scopes must be an array of scope names, each without space or comma.";
    let Some(scopes) = args.get("scopes", HINT) else { return Vec::new() };
    // A proxy may throw at any of these.
    args.must(is_array(&scopes).unwrap_or_default(), HINT);
    let scopes = args.inner(&scopes, HINT);
    let length = scopes.number("length", HINT).unwrap_or_default();
    let mut names = Vec::new();
    while (names.len() as f64) < length.min(MOST_SCOPES) {
        names.push(scopes.text(&names.len().to_string(), HINT).unwrap_or_default());
    }
    names
}

/// Far more than Salesforce has.
const MOST_SCOPES: f64 = 1000.0;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}

fn storage(args: &Args) -> Option<Storage> {
    const HINT: &str = "storage must be \"memory\", \"session\", \"local\", or an object with get, set and remove.";
    let value = args.get("storage", HINT)?;
    let storage = match text(&value).as_deref() {
        Some("memory") => Some(Storage::Memory),
        Some("session") => Some(Storage::Session),
        Some("local") => Some(Storage::Local),
        Some(_) => None,
        None => store::open(&value).map(Storage::Custom),
    };
    args.must(storage.is_some(), HINT);
    storage
}

/// A client secret in a page is a leaked secret, whatever key it stands under, be it a prototype's.
fn has_secret(config: &JsValue) -> bool {
    let is_secret = |key: JsValue| key.as_string().is_some_and(|key| contains(&key.to_ascii_lowercase(), "secret"));
    let mut object = config.clone();
    while object.is_object() {
        if Reflect::own_keys(&object).is_ok_and(|keys| keys.iter().any(is_secret)) {
            return true;
        }
        object = Reflect::get_prototype_of(&object).map(JsValue::from).unwrap_or(JsValue::NULL);
    }
    false
}
