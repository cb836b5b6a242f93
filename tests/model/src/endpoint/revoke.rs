//! `/services/oauth2/revoke`: a refresh token takes its access tokens along, an access token goes alone.

use crate::{
    http::{
        call::Call,
        refusal,
        reply::{Answer, Reply},
    },
    settings::switches::RevokeUnknown,
    site::{Site, tokens::Revoked},
};

pub fn answer(call: &Call, site: &mut Site) -> Answer {
    let token = call.param("token").ok_or(refusal::MISSING_PARAMETER)?;
    let now = site.now();
    let cascades = site.settings.switches.revoke_access_cascades.0;
    match (site.tokens.revoke(token, cascades, now), site.settings.switches.revoke_unknown) {
        (Revoked::Refresh | Revoked::Access, _) | (Revoked::Unknown, RevokeUnknown::Rfc7009) => Ok(Reply::empty(200)),
        (Revoked::Unknown, RevokeUnknown::InvalidToken) => Err(refusal::TOKEN_INVALID.into()),
        (Revoked::Unknown, RevokeUnknown::UnsupportedTokenType) => Err(refusal::TOKEN_TYPE.into()),
    }
}
