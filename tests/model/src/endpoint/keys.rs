//! `/id/keys`: the org's public key, by which anybody can check its tokens.

use crate::{
    http::{
        call::Call,
        reply::{Answer, Reply},
    },
    site::Site,
};

pub fn answer(_: &Call, site: &mut Site) -> Answer {
    Ok(Reply::json(&site.key()?.jwks()))
}
