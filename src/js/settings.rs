//! The settings of a client, as the driver has read them.

use crate::config::{Config, Credentials, IdTokenCheck};
use crate::error::Error;
use crate::js::read::required;
use crate::json::Value;
use crate::platform::StoreKind;
use crate::settings::Settings;

pub(super) fn read(given: Value<'_>) -> Result<Settings, Error> {
    let mut config = Config::new(required(given, "siteUrl"), required(given, "clientId"));
    config.redirect_uri = given.str("redirectUri");
    for scope in given.get("scopes").unwrap_or(Value::NULL).elements() {
        config.scopes.push(scope.as_str().unwrap_or_default());
    }
    if let Some(credentials) = given.get("credentials") {
        config.credentials = place(credentials);
    }
    if let Some(credentials) = given.get("otpCredentials") {
        config.otp_credentials = place(credentials);
    }
    if given.get("idToken").is_some_and(|check| check.is("signature")) {
        config.id_token = IdTokenCheck::Signature;
    }
    if let Some(timeout) = given.whole("timeoutMs") {
        config.timeout_ms = timeout;
    }
    if let Some(tolerance) = given.whole("clockToleranceMs") {
        config.clock_tolerance_ms = tolerance;
    }
    let mut settings = Settings::check(config)?;
    settings.storage = match given.str("storage").as_deref() {
        Some("session") => Some(StoreKind::Session),
        Some("local") => Some(StoreKind::Local),
        Some("own") => Some(StoreKind::Own),
        _ => None,
    };
    Ok(settings)
}

fn place(word: Value<'_>) -> Credentials {
    if word.is("header") { Credentials::Header } else { Credentials::Body }
}
