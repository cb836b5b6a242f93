//! The org's signing key. Its host brings it, because a host may have a faster way to make one than this crate has.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use rsa::{Pkcs1v15Sign, pkcs8::DecodePrivateKey as _, traits::PublicKeyParts as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Readers refuse RSA keys below this size.
const BITS: usize = 2048;

/// An RSA key that signs nothing yet.
pub struct PrivateKey(rsa::PrivateKey);

impl PrivateKey {
    /// Makes a key, which takes a processor a tenth of a second and WebAssembly several seconds.
    pub fn generate() -> Result<Self, String> {
        rsa::PrivateKey::new(&mut rand::rng(), BITS).map(Self).map_err(|error| error.to_string())
    }

    /// A key that was made elsewhere, in the form that Web Crypto exports.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, String> {
        rsa::PrivateKey::from_pkcs8_der(der).map(Self).map_err(|error| error.to_string())
    }
}

pub struct SigningKey {
    id: String,
    key: rsa::PrivateKey,
}

impl SigningKey {
    pub fn new(key: PrivateKey, org_id: &str, now_ms: i64) -> Self {
        let id = format!("CORE_ATJWT.{}.{now_ms}", org_id.get(..15).unwrap_or(org_id));
        Self { id, key: key.0 }
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    /// A JWT in compact form, signed RS256.
    pub fn sign(&self, header: &Value, claims: &Value) -> rsa::Result<String> {
        let part = |value: &Value| BASE64URL.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let signature = self.key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(&message))?;
        Ok(format!("{message}.{}", BASE64URL.encode(signature)))
    }

    pub fn jwks(&self) -> Value {
        let n = BASE64URL.encode(self.key.n_bytes());
        let e = BASE64URL.encode(self.key.e_bytes());
        json!({ "keys": [{ "kty": "RSA", "n": n, "e": e, "alg": "RS256", "use": "sig", "kid": self.id }] })
    }
}
