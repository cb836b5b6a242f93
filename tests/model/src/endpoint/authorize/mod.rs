//! `/services/oauth2/authorize`: every headless login, and the redirect flow of social sign-on.

mod credentials;
mod headless;
mod otp;
mod parameters;
mod password;
mod person;
mod social;
mod uvid;

pub use self::{
    headless::{Flow, flow_enabled},
    parameters::pkce_required,
    person::{may_enter, may_still_enter},
    uvid::of_jwt as uvid_of_jwt,
};
use crate::{
    http::{
        call::Call,
        html, refusal,
        reply::{Answer, Reply},
    },
    site::{Site, codes::Code},
};

pub fn answer(call: &Call, site: &mut Site) -> Answer {
    match call.param("response_type") {
        Some("code_credentials") => headless::answer(call, site),
        Some("code") => social::answer(call, site),
        Some("token") if !site.settings.org.block_user_agent_flow => Ok(html::login_page()),
        _ => Err(refusal::RESPONSE_TYPE.into()),
    }
}

/// Issues a code and sends it to the callback.
fn redirect_with_code(call: &Call, site: &mut Site, code: Code) -> Reply {
    let target = code.redirect_uri.clone();
    let code = site.codes.issue(code);
    let mut params =
        vec![("code", code.as_str()), ("sfdc_community_url", &site.url), ("sfdc_community_id", &site.network_id)];
    params.extend(call.param("state").map(|state| ("state", state)));
    Reply::redirect(&target, &params)
}
