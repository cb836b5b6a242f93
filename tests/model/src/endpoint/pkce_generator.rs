//! `/services/oauth2/pkce/generator`: a pair for a client that cannot make one.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::{
    http::{
        call::Call,
        reply::{Answer, Reply},
    },
    ids,
    site::Site,
};

pub fn answer(_: &Call, _: &mut Site) -> Answer {
    let verifier = ids::random_text(86);
    let challenge = BASE64URL.encode(Sha256::digest(&verifier));
    Ok(Reply::json(&json!({ "code_verifier": verifier, "code_challenge": challenge })))
}
