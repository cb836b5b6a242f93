//! `/services/oauth2/token`: one file a grant.

mod client;
mod code;
mod elsewhere;
mod issue;
mod refresh;

use self::client::admit_address;
use crate::{
    http::{call::Call, refusal, reply::Answer},
    site::Site,
};

pub use self::{client::authenticate, refresh::arrive};

/// Whether the answer may hold a login's first tokens, so that a signing key may still have to be made. Later tokens find the key.
pub fn signs(call: &Call, site: &Site) -> bool {
    let allows_password = !site.settings.org.block_username_password_flow;
    let code = call.param("code").and_then(|code| site.codes.get(code));
    code.is_some_and(|code| call.param("client_id").is_none_or(|id| id == code.client_id))
        || (call.param("grant_type") == Some("password") && allows_password)
}

pub fn answer(call: &Call, site: &mut Site) -> Answer {
    match call.param("grant_type") {
        Some("authorization_code") => code::answer(call, site, false),
        Some("hybrid_auth_code") => code::answer(call, site, true),
        Some("refresh_token") => refresh::answer(call, site, false),
        Some("hybrid_refresh") => refresh::answer(call, site, true),
        Some("client_credentials") => elsewhere::client_credentials(call, site),
        Some("urn:ietf:params:oauth:grant-type:token-exchange") => elsewhere::token_exchange(call, site),
        Some("password") => elsewhere::password(call, site),
        _ => Err(refusal::GRANT_TYPE.into()),
    }
}
