//! Named user: a username, or a hint that leads to one, and the password.

use super::credentials::Credentials;
use crate::{
    discovery::{self, Discovered},
    http::{html, refusal, reply::Reply},
    settings::User,
    site::Site,
};

pub fn user(site: &Site, credentials: Credentials) -> Result<User, Reply> {
    let (user, password) = match credentials {
        Credentials::Pair { name, secret } => (site.user_called(&name), secret),
        Credentials::Hint { hint, password } => (discovered(site, &hint)?, password),
        Credentials::None => return Err(html::login_page()),
    };
    match user {
        Some(user) if user.password == password => Ok(user.clone()),
        _ => Err(refusal::AUTHENTICATION_FAILURE.into()),
    }
}

fn discovered<'a>(site: &'a Site, hint: &str) -> Result<Option<&'a User>, Reply> {
    if !site.settings.site.is_discovery_allowed_at_login {
        return Err(refusal::AUTHENTICATION_FAILURE.into());
    }
    match discovery::find(&site.settings, hint) {
        Discovered::User(user) => Ok(Some(user)),
        Discovered::Message(message) => Err(refusal::with_text(400, "invalid_grant", message)),
        Discovered::Nobody => Ok(None),
    }
}
