//! RS256 by WebCrypto. A crate that does it would add 25 kB (brotli) to the shipped wasm.

use js_sys::{Array, JSON, Uint8Array};
use wasm_bindgen::JsValue;

use crate::browser::lookup::{global, member, method};
use crate::browser::promise::settled;
use crate::json::{Member, object_text};
use crate::rsa_key::RsaKey;

/// `false` for a signature that is not of this key, and for a key that is none; `None` where there is no WebCrypto, as on pages
/// that are not in a secure context.
pub(super) async fn rs256(key: &RsaKey, message: &[u8], signature: &[u8]) -> Option<bool> {
    let subtle = member(&global("crypto")?, "subtle")?;
    Some(verify(&subtle, key, message, signature).await == Some(JsValue::TRUE))
}

async fn verify(subtle: &JsValue, key: &RsaKey, message: &[u8], signature: &[u8]) -> Option<JsValue> {
    let algorithm = JSON::parse(r#"{"name":"RSASSA-PKCS1-v1_5","hash":"SHA-256"}"#).ok()?;
    let jwk = JSON::parse(&object_text(&[
        ("kty", Member::Text("RSA")),
        ("n", Member::Text(&key.modulus)),
        ("e", Member::Text(&key.exponent)),
    ]))
    .ok()?;
    let usages = Array::of1(&"verify".into());
    let import = Array::of5(&"jwk".into(), &jwk, &algorithm, &false.into(), &usages);
    let key = call(subtle, "importKey", &import).await?;
    let check = Array::of4(&algorithm, &key, &Uint8Array::from(signature), &Uint8Array::from(message));
    call(subtle, "verify", &check).await
}

async fn call(subtle: &JsValue, name: &str, arguments: &Array) -> Option<JsValue> {
    settled(method(subtle, name)?.apply(subtle, arguments)).await
}
