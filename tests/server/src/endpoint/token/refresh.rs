//! Refresh token for a new access token, with rotation and re-use detection. The flow's switches are not asked: tokens
//! that are out stay good when the flow is switched off.

use super::{authenticate, issue};
use crate::{
    http::{call::Call, refusal, reply::Answer},
    site::{
        App, Site,
        tokens::{ApprovalId, Presented, Who},
    },
};

pub fn answer(call: &Call, site: &mut Site, hybrid: bool) -> Answer {
    let app = authenticate(call, site, |app| app.is_secret_required_for_refresh_token)?;
    let token = call.param("refresh_token").ok_or(refusal::MISSING_PARAMETER)?;
    let now = site.now();
    let id = match site.tokens.present_refresh(token) {
        Presented::Current(id) | Presented::Spent(id) if !is_of(id, site, &app) => {
            return Err(refusal::REFRESH_EXPIRED.into());
        }
        Presented::Current(id) => id,
        Presented::Spent(id) => {
            // Somebody else has a copy. Nobody can tell who is who, so the current tokens end.
            site.tokens.end(id);
            return Err(refusal::REFRESH_EXPIRED.into());
        }
        Presented::Unknown => return Err(refusal::REFRESH_EXPIRED.into()),
    };
    let approval = site.tokens.approval(id).filter(|approval| approval.refresh_is_live(&app.settings, now));
    let grant = approval.ok_or(refusal::REFRESH_EXPIRED)?.grant.clone();
    if let Who::User(user_id) = &grant.who {
        let user = site.user(user_id).ok_or(refusal::REFRESH_EXPIRED)?;
        if !user.is_active {
            return Err(refusal::INACTIVE_USER.into());
        }
    }
    if app.settings.ip_relaxation_policy_type.enforced_at_refresh() && !site.settings.org.admits(call.peer) {
        return Err(refusal::IP_RESTRICTED.into());
    }
    issue::again(site, &app, id, hybrid)
}

/// A token of another app is like one that never was.
fn is_of(id: ApprovalId, site: &Site, app: &App) -> bool {
    site.tokens.approval(id).is_some_and(|approval| approval.client_id == app.client.id)
}
