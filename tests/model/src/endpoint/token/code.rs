//! Authorization code for tokens. Only an exchange that succeeds uses the code up.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use sha2::{Digest as _, Sha256};

use super::{admit_address, authenticate, issue};
use crate::{
    endpoint::authorize::{Flow, flow_enabled, may_still_enter, pkce_required, uvid_of_jwt},
    http::{
        call::Call,
        refusal::{self, Refusal},
        reply::{Answer, Reply},
    },
    ids,
    settings::{
        Switches,
        switches::{UnaskedVerifier, VerifierLength},
    },
    site::{
        App, Site,
        codes::{Challenge, Code, CodeOrigin},
        tokens::Who,
    },
};

pub fn answer(call: &Call, site: &mut Site, hybrid: bool) -> Answer {
    let app = authenticate(call, site, |app| !app.is_consumer_secret_optional)?;
    let text = call.param("code").ok_or(refusal::MISSING_PARAMETER)?;
    let code = find(site, text, &app)?;
    still_enabled(site, &app, &code)?;
    if call.param("redirect_uri") != Some(&code.redirect_uri) {
        return Err(refusal::REDIRECT_URI_MISMATCH.into());
    }
    let verifier = call.param("code_verifier");
    // It may have become a requirement after the code was issued.
    if verifier.is_none() && code.challenge.is_none() && pkce_required(site, &app.settings) {
        return Err(refusal::VERIFIER_MISSING.into());
    }
    verify(verifier, code.challenge.as_ref(), &site.settings.switches)?;
    check_visitor(call, site, &app, &code)?;
    let enforced = app.settings.ip_relaxation_policy_type.enforced_at_login();
    admit_address(call.peer, enforced, site, &app.settings)?;
    let approval = issue::approve(site, &app, code.grant);
    let reply = issue::first(site, &app, approval, hybrid)?;
    let recognise_replay = site.settings.switches.code_replay_revokes.0;
    site.codes.spend(text, approval, recognise_replay);
    Ok(reply)
}

fn find(site: &mut Site, text: &str, app: &App) -> Result<Code, Refusal> {
    let code = site.codes.get(text).filter(|code| code.client_id == app.client.id).cloned();
    let code = code.ok_or(refusal::CODE_INVALID)?;
    if let Some(approval) = code.spent_on {
        site.tokens.end(approval);
        return Err(refusal::CODE_INVALID);
    }
    let lifetime_ms = i64::from(site.settings.switches.code_lifetime_seconds) * 1000;
    if site.now() >= code.issued_at + lifetime_ms {
        return Err(refusal::CODE_EXPIRED);
    }
    if let Who::User(id) = &code.grant.who {
        let user = site.user(id).ok_or(refusal::CODE_INVALID)?;
        if !user.is_active {
            return Err(refusal::INACTIVE_USER);
        }
    }
    Ok(code)
}

/// A flow that was switched off after the code was issued gives no tokens.
fn still_enabled(site: &Site, app: &App, code: &Code) -> Result<(), Reply> {
    if code.origin == CodeOrigin::Redirect {
        return Ok(());
    }
    if !site.settings.org.code_credentials_flow {
        return Err(refusal::CODE_FLOW_OFF.into());
    }
    let flow = match &code.grant.who {
        Who::Guest => Flow::Guest,
        Who::User(id) => {
            let user = site.user(id).ok_or(refusal::CODE_INVALID)?;
            may_still_enter(site, user, app)?;
            Flow::NamedUser
        }
    };
    flow_enabled(flow, app, &site.settings.switches)
}

fn verify(verifier: Option<&str>, challenge: Option<&Challenge>, switches: &Switches) -> Result<(), Refusal> {
    let (verifier, challenge) = match (verifier, challenge) {
        (None, None) => return Ok(()),
        (None, Some(_)) => return Err(refusal::VERIFIER_MISSING),
        (Some(_), None) => {
            return Err(match switches.verifier_without_challenge {
                UnaskedVerifier::InvalidRequest => refusal::VERIFIER_UNASKED,
                UnaskedVerifier::InvalidGrant => refusal::VERIFIER_UNASKED.as_error("invalid_grant"),
            });
        }
        (Some(verifier), Some(challenge)) => (verifier, challenge),
    };
    let longest = match switches.verifier_length {
        VerifierLength::Lenient => 512,
        VerifierLength::Rfc => 128,
    };
    let fits = match challenge {
        Challenge::S256(hash) => BASE64URL.encode(Sha256::digest(verifier)) == *hash,
        Challenge::Plain(text) => verifier == text,
    };
    if fits && (43..=longest).contains(&verifier.len()) { Ok(()) } else { Err(refusal::VERIFIER_INVALID) }
}

/// A guest names the same visitor again, this time without a prefix word: the plain id, or a JWT that carries it.
fn check_visitor(call: &Call, site: &Site, app: &App, code: &Code) -> Result<(), Refusal> {
    let is_guest = code.grant.who == Who::Guest;
    if let Some(word) = call.header("auth-request-type")
        && word.eq_ignore_ascii_case("guest") != is_guest
    {
        return Err(refusal::INVALID_HEADERS);
    }
    if !is_guest {
        return Ok(());
    }
    let hint = call.header("uvid-hint").ok_or(refusal::UVID_INVALID)?;
    let named = if ids::is_uuid_v4(hint) { hint.to_owned() } else { uvid_of_jwt(hint, site, &app.settings)? };
    let same = code.grant.uvid.as_ref().is_some_and(|uvid| uvid.eq_ignore_ascii_case(&named));
    if same { Ok(()) } else { Err(refusal::UVID_INVALID) }
}
