//! Whether a person who has proved who they are may use this app on this site.

use std::net::IpAddr;

use crate::{
    http::{
        html,
        refusal::{self, Refusal},
        reply::Reply,
    },
    settings::{
        User,
        app::{PermittedUsers, SessionLevel},
        switches::{InactiveUser, MfaUser},
    },
    site::{App, Site},
};

pub enum Denied {
    Refused(Refusal),
    /// Only a page could go on from here.
    NeedsPage,
}

impl From<Refusal> for Denied {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Denied> for Reply {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Refused(refusal) => refusal.into(),
            Denied::NeedsPage => html::login_page(),
        }
    }
}

pub fn may_enter(site: &mut Site, user: &User, app: &App, peer: IpAddr) -> Result<(), Denied> {
    let settings = &site.settings;
    if !user.is_active {
        return Err(inactive(settings.switches.inactive_user_error).into());
    }
    if is_barred(site, user) {
        return Err(refusal::AUTHENTICATION_FAILURE.into());
    }
    if needs_page(user, app) {
        return Err(match settings.switches.mfa_user {
            MfaUser::Html => Denied::NeedsPage,
            MfaUser::InvalidGrant => refusal::AUTHENTICATION_FAILURE.into(),
        });
    }
    if app.settings.ip_relaxation_policy_type.enforced_at_login() && !settings.org.ip_ranges.admit(peer) {
        return Err(refusal::IP_RESTRICTED.into());
    }
    match app.settings.permitted_users_policy_type {
        PermittedUsers::AdminApprovedPreAuthorized if app.settings.preauthorizes(user) => {}
        PermittedUsers::AdminApprovedPreAuthorized => return Err(refusal::NOT_ADMIN_APPROVED.into()),
        // There is no page on which the person could approve the app.
        PermittedUsers::AllSelfAuthorized => return Err(refusal::NOT_SELF_APPROVED.into()),
    }
    if site.count_login(&user.username) { Ok(()) } else { Err(refusal::LOGIN_RATE.into()) }
}

fn is_barred(site: &Site, user: &User) -> bool {
    user.is_frozen || user.is_locked || !site.settings.site.members.include(user)
}

/// A headless login can neither ask for a second factor nor raise its session's level.
fn needs_page(user: &User, app: &App) -> bool {
    user.mfa_required || user.login_flow_required || app.settings.required_session_level == SessionLevel::HighAssurance
}

/// The same check at the exchange of a code: a setting may have changed since. Every reason gives the same error.
pub fn may_still_enter(site: &Site, user: &User, app: &App) -> Result<(), Refusal> {
    let is_permitted = app.settings.permitted_users_policy_type == PermittedUsers::AdminApprovedPreAuthorized
        && app.settings.preauthorizes(user);
    if is_barred(site, user) || needs_page(user, app) || !is_permitted {
        return Err(refusal::AUTHENTICATION_FAILURE);
    }
    Ok(())
}

fn inactive(error: InactiveUser) -> Refusal {
    match error {
        InactiveUser::InactiveUser => refusal::INACTIVE_USER,
        InactiveUser::InvalidGrant => refusal::AUTHENTICATION_FAILURE,
    }
}
