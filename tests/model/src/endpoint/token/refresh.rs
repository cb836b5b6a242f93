//! Refresh token for a new access token, with rotation and re-use detection. The flow's switches are not asked: tokens
//! that are out stay good when the flow is switched off.

use super::{admit_address, authenticate, issue};
use crate::{
    http::{
        call::Call,
        refusal::{self, Refusal},
        reply::Answer,
    },
    site::{
        App, Site,
        tokens::{ApprovalId, Presented, Who},
        under_way::Flight,
    },
};

/// Marks a refresh as under way. A request that may not use the token marks nothing, so it blocks no other.
pub fn arrive(call: &mut Call, site: &Site) -> Option<Flight> {
    if !matches!(call.param("grant_type"), Some("refresh_token" | "hybrid_refresh")) {
        return None;
    }
    let app = client(call, site).ok()?;
    let token = call.param("refresh_token")?;
    let Presented::Current(id) = site.tokens.present_refresh(token) else { return None };
    if !is_of(id, site, &app) {
        return None;
    }
    let flight = site.refreshes.begin(token);
    call.overlaps = flight.is_none();
    flight
}

pub fn answer(call: &Call, site: &mut Site, hybrid: bool) -> Answer {
    let app = client(call, site)?;
    let token = call.param("refresh_token").ok_or(refusal::MISSING_PARAMETER)?;
    let now = site.now();
    let id = match site.tokens.present_refresh(token) {
        Presented::Current(id) | Presented::Spent(id) if !is_of(id, site, &app) => {
            return Err(refusal::REFRESH_EXPIRED.into());
        }
        // The other one may have rotated the token by now. That is no re-use: this request came before.
        Presented::Current(_) | Presented::Spent(_) if call.overlaps => return Err(refusal::REFRESH_UNDER_WAY.into()),
        Presented::Current(id) => id,
        Presented::Spent(id) => {
            // Another client has a copy. The site cannot tell which is which, so the current tokens end.
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
        if user.is_frozen {
            return Err(refusal::REFRESH_EXPIRED.into());
        }
    }
    let enforced = app.settings.ip_relaxation_policy_type.enforced_at_refresh();
    admit_address(call.peer, enforced, site, &app.settings)?;
    issue::again(site, &app, id, hybrid)
}

fn client(call: &Call, site: &Site) -> Result<App, Refusal> {
    authenticate(call, site, |app| app.is_secret_required_for_refresh_token)
}

/// A token of another app is like one that never was.
fn is_of(id: ApprovalId, site: &Site, app: &App) -> bool {
    site.tokens.approval(id).is_some_and(|approval| approval.client_id == app.client.id)
}
