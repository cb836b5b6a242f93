//! The Authorization Code and Credentials Flow. The order of the checks is part of the model: when several policies would
//! refuse, the first one here answers.

use super::{credentials::Credentials, otp, parameters, password, person, redirect_with_code, uvid};
use crate::{
    http::{
        call::Call,
        html, refusal,
        reply::{Answer, Reply},
    },
    recaptcha,
    settings::{
        Switches,
        app::Kind,
        switches::{GuestOff, HeaderCase, HeaderMissing, OrgFlowOff},
    },
    site::{
        App, Site,
        codes::{Code, CodeOrigin},
        tokens::{Grant, Who},
    },
};

/// What `Auth-Request-Type` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    NamedUser,
    Guest,
    UserRegistration,
    PasswordlessLogin,
}

impl Flow {
    const NAMES: [(&str, Self); 4] = [
        ("Named-User", Self::NamedUser),
        ("guest", Self::Guest),
        ("user-registration", Self::UserRegistration),
        ("passwordless-login", Self::PasswordlessLogin),
    ];

    fn read(call: &Call, switches: &Switches) -> Result<Self, Reply> {
        let Some(word) = call.header("auth-request-type") else {
            return Err(match switches.auth_request_type_missing {
                HeaderMissing::InvalidHeaders => refusal::INVALID_HEADERS.into(),
                HeaderMissing::Html => html::login_page(),
            });
        };
        let called = |name: &str| match switches.auth_request_type_case {
            HeaderCase::Insensitive => name.eq_ignore_ascii_case(word),
            HeaderCase::Exact => name == word,
        };
        let flow = Self::NAMES.iter().find(|(name, _)| called(name)).map(|(_, flow)| *flow);
        flow.ok_or_else(|| refusal::INVALID_HEADERS.into())
    }
}

pub fn answer(call: &Call, site: &mut Site) -> Answer {
    let flow = Flow::read(call, &site.settings.switches)?;
    if !site.settings.org.code_credentials_flow {
        return Err(org_flow_off(site));
    }
    if site.settings.org.locked {
        return Err(refusal::ORG_LOCKED.into());
    }
    let app = parameters::app(call, site)?;
    let redirect_uri = parameters::redirect_uri(call, &app)?;
    flow_enabled(flow, &app, &site.settings.switches)?;
    let credentials = Credentials::read(call, flow, &app.settings, &site.settings.switches)?;
    let scopes = parameters::scopes(call, flow, &app.settings, &site.settings.switches)?;
    let challenge = parameters::challenge(call, site, &app.settings)
        .map_err(|refusal| parameters::challenge_refused(refusal, &site.settings.switches))?;
    if flow == Flow::NamedUser && site.settings.switches.recaptcha_at_authorize.0 {
        recaptcha::check_text(call.param("recaptcha"), site)?;
    }
    let uvid = uvid::read(call, site, flow, &app.settings)?;
    let who = who(call, site, flow, credentials, &app)?;
    // Opaque tokens carry no claims, so the visitor ends where they begin.
    let uvid = uvid.filter(|_| app.settings.is_named_user_jwt_enabled);
    let code = Code {
        client_id: app.client.id,
        redirect_uri,
        challenge,
        grant: Grant { who, uvid, scopes },
        issued_at: site.now(),
        origin: CodeOrigin::Headless,
        spent_on: None,
    };
    Ok(redirect_with_code(call, site, code))
}

fn org_flow_off(site: &Site) -> Reply {
    match site.settings.switches.org_flow_off {
        OrgFlowOff::Html => html::login_page(),
        OrgFlowOff::RedirectLogin => Reply::redirect(&format!("{}/login", site.url), &[]),
    }
}

/// The app's own switches for the flow.
pub fn flow_enabled(flow: Flow, app: &App, switches: &Switches) -> Result<(), Reply> {
    let is_closed_registration =
        flow == Flow::UserRegistration && app.settings.kind == Kind::Eca && !switches.registration_on_eca.0;
    if !app.settings.flow_enabled() || is_closed_registration {
        return Err(refusal::CODE_FLOW_OFF.into());
    }
    if flow == Flow::Guest && !app.settings.guests_enabled() {
        return Err(match switches.guest_off_error {
            GuestOff::InvalidClient => refusal::GUEST_FLOW_OFF.into(),
            GuestOff::InvalidRequest => refusal::GUEST_FLOW_OFF.as_error("invalid_request").into(),
        });
    }
    Ok(())
}

/// Finds out who is asking, and whether that person may use the app.
fn who(call: &Call, site: &mut Site, flow: Flow, credentials: Credentials, app: &App) -> Result<Who, Reply> {
    let (user, identifier) = match (flow, credentials) {
        (Flow::Guest, _) => return Ok(Who::Guest),
        (Flow::UserRegistration, Credentials::Pair { name, secret }) => {
            (otp::new_user(call, site, &name, &secret)?, Some(name))
        }
        (Flow::PasswordlessLogin, Credentials::Pair { name, secret }) => {
            (otp::known_user(call, site, &name, &secret)?, Some(name))
        }
        (_, credentials) => (password::user(site, credentials)?, None),
    };
    person::may_enter(site, &user, app, call.peer)?;
    // Only now: a completion that failed for another reason does not use the one-time code up.
    if let Some(identifier) = identifier {
        site.otps.finish(&identifier);
    }
    Ok(Who::User(if user.id.is_empty() { site.add_user(user) } else { user.id }))
}
