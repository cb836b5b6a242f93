//! The same door with nothing behind it: what wasm-bindgen itself adds to an app.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
pub async fn log_in(
    site_url: String,
    client_id: String,
    username: String,
    password: String,
) -> Result<Option<String>, JsError> {
    let given = JsValue::from(site_url + &client_id + &username + &password);
    let answer = JsFuture::from(Promise::resolve(&given)).await.map_err(|_| JsError::new("refused"))?;
    Ok(answer.as_string())
}
