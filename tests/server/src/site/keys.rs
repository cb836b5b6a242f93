//! The org's signing key. Made when the first token or the JWKS asks for it: tests make hundreds of orgs, and most of the
//! time of a new org would otherwise go into a key that nobody uses.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use rsa::{Pkcs1v15Sign, PrivateKey, traits::PublicKeyParts as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Readers refuse RSA keys below this size.
const BITS: usize = 2048;

pub struct SigningKey {
    id: String,
    key: PrivateKey,
}

impl SigningKey {
    pub fn generate(org_id: &str, now_ms: i64) -> rsa::Result<Self> {
        let id = format!("CORE_ATJWT.{}.{now_ms}", org_id.get(..15).unwrap_or(org_id));
        Ok(Self { id, key: PrivateKey::new(&mut rand::rng(), BITS)? })
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
