//! An app that logs people in, and has nothing else to export.

use headless_identity::{Client, Config, LoginArgs};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub async fn log_in(
    site_url: String,
    client_id: String,
    username: String,
    password: String,
) -> Result<Option<String>, JsError> {
    let client = Client::new(Config::new(site_url, client_id))?;
    let session = client.login(LoginArgs::new(username, password)).await?;
    Ok(session.user_id)
}
