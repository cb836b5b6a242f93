//! Which app is calling, from where, and whether it must prove it. A secret that is sent is checked even where none is needed.

use std::net::IpAddr;

use crate::{
    http::{
        call::Call,
        refusal::{self, Refusal},
    },
    settings::AppSettings,
    site::{App, Site},
};

/// Lets an address in that the app's own list has and, where `org_enforced`, the org's.
pub fn admit_address(peer: IpAddr, org_enforced: bool, site: &Site, app: &AppSettings) -> Result<(), Refusal> {
    let admitted = !org_enforced || site.settings.org.ip_ranges.admit(peer);
    if admitted && app.refresh_token_ip_allowlist.admit(peer) { Ok(()) } else { Err(refusal::IP_RESTRICTED) }
}

/// Finds the app and checks its secret, which `needed` says is demanded or not.
pub fn authenticate(call: &Call, site: &Site, needed: fn(&AppSettings) -> bool) -> Result<App, Refusal> {
    if site.settings.org.locked {
        return Err(refusal::ORG_LOCKED);
    }
    let basic = call.basic();
    let (basic_id, basic_secret) = basic.as_ref().map(|(id, secret)| (id.as_str(), secret.as_str())).unzip();
    let client_id = call.param("client_id").or(basic_id);
    let app = site.app(client_id).map_err(|unknown| match client_id {
        Some(client_id) if site.is_removed_eca(client_id) => refusal::APP_NOT_FOUND,
        _ => unknown,
    })?;
    if app.settings.blocked {
        return Err(refusal::APP_BLOCKED);
    }
    // The model knows no client certificates: an assertion cannot be right.
    let asserted = call.param("client_assertion").is_some();
    let wrong_basic_id = basic_id.is_some_and(|id| id != app.client.id);
    let fits = match call.param("client_secret").or(basic_secret) {
        Some(secret) => secret == app.client.secret && !wrong_basic_id,
        None => !needed(&app.settings),
    };
    if fits && !asserted { Ok(app) } else { Err(refusal::CLIENT_CREDENTIALS) }
}
