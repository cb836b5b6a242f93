//! The model's user discovery handler: a hint is a username, an email address or a mobile phone number.

use crate::settings::{Settings, User};

pub enum Discovered<'a> {
    User(&'a User),
    /// Not exactly one user, and the handler has something to say about it.
    Message(&'a str),
    Nobody,
}

pub fn find<'a>(settings: &'a Settings, hint: &str) -> Discovered<'a> {
    if settings.site.headless_discovery_handler_id.is_empty() {
        return Discovered::Nobody;
    }
    let known_by =
        |user: &&User| user.is_called(hint) || user.email.eq_ignore_ascii_case(hint) || user.mobile_phone == hint;
    let mut users = settings.users.iter().filter(known_by);
    match (users.next(), users.next()) {
        (Some(user), None) => Discovered::User(user),
        _ if settings.site.discovery_error_message.is_empty() => Discovered::Nobody,
        _ => Discovered::Message(&settings.site.discovery_error_message),
    }
}
