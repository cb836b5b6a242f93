//! Social sign-on: a redirect flow, not a headless one. A page of the model stands for the provider; it says who will be
//! signed in and leads on to the callback.

use super::{
    parameters,
    person::{self, Denied},
    redirect_with_code, uvid,
};
use crate::{
    http::{
        call::Call,
        html,
        refusal::{self, Refusal},
        reply::{Answer, Reply, encode_form},
    },
    settings::User,
    site::{
        App, Site,
        codes::{Code, CodeOrigin},
        tokens::{Grant, Who},
    },
};

/// Skips the page, for tests without a person.
const AUTO: &str = "model_auto";

pub fn answer(call: &Call, site: &mut Site) -> Answer {
    if site.settings.org.locked {
        return Err(refusal::ORG_LOCKED.into());
    }
    let app = parameters::app(call, site)?;
    let redirect_uri = parameters::redirect_uri(call, &app)?;
    let provider = call.param("sso_provider").unwrap_or_default();
    if !site.settings.site.sso_providers.iter().any(|known| known == provider) {
        // The web server flow without a provider that signs the person in begins at the login page.
        return Ok(html::login_page());
    }
    // From here on the callback is known to be the app's, so errors go there.
    let user = site.settings.users.first().cloned();
    let user = user.ok_or_else(|| back(call, &redirect_uri, refusal::AUTHENTICATION_FAILURE))?;
    if call.param(AUTO) != Some("1") {
        return Ok(provider_page(call, provider, &user));
    }
    match code(call, site, app, &user, &redirect_uri) {
        Ok(code) => Ok(redirect_with_code(call, site, code)),
        Err(Denied::Refused(refusal)) => Err(back(call, &redirect_uri, refusal)),
        Err(Denied::NeedsPage) => Err(html::login_page()),
    }
}

fn code(call: &Call, site: &mut Site, app: App, user: &User, redirect_uri: &str) -> Result<Code, Denied> {
    let scopes = parameters::granted_scopes(call, &app.settings, &site.settings.switches);
    let scopes = scopes.ok_or(refusal::INVALID_SCOPE)?;
    let challenge = parameters::challenge(call, site, &app.settings)?;
    let uvid = uvid::of_named_user(call, site, &app.settings)?;
    person::may_enter(site, user, &app, call.peer)?;
    Ok(Code {
        client_id: app.client.id,
        redirect_uri: redirect_uri.into(),
        challenge,
        grant: Grant { who: Who::User(user.id.clone()), uvid, scopes },
        issued_at: site.now(),
        origin: CodeOrigin::Redirect,
        spent_on: None,
    })
}

fn back(call: &Call, redirect_uri: &str, refusal: Refusal) -> Reply {
    let mut params = vec![("error", refusal.error), ("error_description", refusal.text)];
    params.extend(call.param("state").map(|state| ("state", state)));
    Reply::redirect(redirect_uri, &params)
}

fn provider_page(call: &Call, provider: &str, user: &User) -> Reply {
    let sent = call.query.iter().chain(call.form.iter()).filter(|(name, _)| *name != AUTO);
    let go_on = format!("?{}", encode_form(&sent.chain([(AUTO, "1")]).collect::<Vec<_>>()));
    html::page(
        provider,
        &format!(
            "<h1>{}</h1><p>This page stands for the provider. It will sign in <strong>{}</strong>.</p>\
             <p><a id=\"continue\" href=\"{}\">Continue as {}</a></p>",
            html::escape(provider),
            html::escape(&user.username),
            html::escape(&go_on),
            html::escape(&user.full_name()),
        ),
    )
}
