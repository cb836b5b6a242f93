//! PKCE on its own, for apps that do another flow by hand.

use js_sys::Object;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::Error;
use crate::js::args::text;
use crate::js::value::{self, set};
use crate::pkce::Verifier;

/// A fresh verifier with its S256 challenge.
#[wasm_bindgen(js_name = createPkcePair)]
pub fn create_pkce_pair() -> Result<JsValue, JsValue> {
    let verifier = Verifier::generate().map_err(|error| value::error(&error))?;
    let pair = Object::new().into();
    set(&pair, "verifier", &verifier.expose().into());
    set(&pair, "challenge", &verifier.challenge().as_str().into());
    Ok(pair)
}

/// The S256 challenge of a verifier.
#[wasm_bindgen(js_name = pkceChallenge)]
pub fn pkce_challenge(verifier: &JsValue) -> Result<String, JsValue> {
    text(verifier)
        .ok_or_else(|| Error::argument("The verifier must be a string of 43 to 128 characters."))
        .and_then(Verifier::parse)
        .map(|verifier| verifier.challenge().into())
        .map_err(|error| value::error(&error))
}
