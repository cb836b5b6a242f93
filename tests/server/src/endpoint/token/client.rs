//! Which app is calling, and whether it must prove it. A secret that is sent is checked even where none is needed.

use crate::{
    http::{
        call::Call,
        refusal::{self, Refusal},
    },
    settings::AppSettings,
    site::{App, Site},
};

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
