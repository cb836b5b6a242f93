//! The settings of a client, as the driver has read them.

use crate::config::{Config, Credentials, IdTokenCheck};
use crate::error::Error;
use crate::js::read::Members;
use crate::platform::StoreKind;
use crate::settings::Settings;

pub(super) fn read(mut given: Members) -> Result<Settings, Error> {
    let mut config = Config::new(given.required("siteUrl"), given.required("clientId"));
    config.redirect_uri = given.text("redirectUri");
    config.scopes = given.texts("scopes");
    if let Some(credentials) = given.text("credentials") {
        config.credentials = place(&credentials);
    }
    if let Some(credentials) = given.text("otpCredentials") {
        config.otp_credentials = place(&credentials);
    }
    if given.text("idToken").as_deref() == Some("signature") {
        config.id_token = IdTokenCheck::Signature;
    }
    if let Some(timeout) = given.millis("timeoutMs") {
        config.timeout = timeout;
    }
    if let Some(tolerance) = given.millis("clockToleranceMs") {
        config.clock_tolerance = tolerance;
    }
    let mut settings = Settings::check(config)?;
    settings.storage = match given.text("storage").as_deref() {
        Some("session") => Some(StoreKind::Session),
        Some("local") => Some(StoreKind::Local),
        Some("own") => Some(StoreKind::Own),
        _ => None,
    };
    Ok(settings)
}

fn place(word: &str) -> Credentials {
    if word == "header" { Credentials::Header } else { Credentials::Body }
}
