//! RS256 by WebCrypto. A crate that does it would add 25 kB (brotli) to an app's wasm.

use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::browser::lookup::{global, member, method};
use crate::browser::promise::settled;
use crate::rsa_key::RsaKey;

#[derive(Serialize)]
struct Algorithm {
    name: &'static str,
    hash: &'static str,
}

/// A public key as RFC 7517 writes it.
#[derive(Serialize)]
struct Jwk<'a> {
    kty: &'static str,
    n: &'a str,
    e: &'a str,
}

/// `false` for a signature that is not of this key, and for a key that is none; `None` where there is no WebCrypto, as on pages
/// that are not in a secure context.
pub(super) async fn rs256(key: &RsaKey, message: &[u8], signature: &[u8]) -> Option<bool> {
    let subtle = member(&global("crypto")?, "subtle")?;
    Some(verify(&subtle, key, message, signature).await == Some(JsValue::TRUE))
}

async fn verify(subtle: &JsValue, key: &RsaKey, message: &[u8], signature: &[u8]) -> Option<JsValue> {
    let algorithm = serde_wasm_bindgen::to_value(&Algorithm { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }).ok()?;
    let jwk = serde_wasm_bindgen::to_value(&Jwk { kty: "RSA", n: &key.modulus, e: &key.exponent }).ok()?;
    let usages = Array::of1(&"verify".into());
    let import = Array::of5(&"jwk".into(), &jwk, &algorithm, &false.into(), &usages);
    let key = call(subtle, "importKey", &import).await?;
    let check = Array::of4(&algorithm, &key, &Uint8Array::from(signature), &Uint8Array::from(message));
    call(subtle, "verify", &check).await
}

async fn call(subtle: &JsValue, name: &str, arguments: &Array) -> Option<JsValue> {
    settled(method(subtle, name)?.apply(subtle, arguments)).await
}
