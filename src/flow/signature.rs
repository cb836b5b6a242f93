//! The id token's signature, for those who want it checked (`idToken: "signature"`): RS256 by the site's own keys.
//!
//! The keys are kept for ten minutes, because a site may change them and withdraw one. An id that is not among them is looked up
//! again at once. If that was in vain, no unknown id is looked up for 30 seconds: anything may stand in a token's header, and
//! each new id in it must not cost a request.

use crate::config::IdTokenCheck;
use crate::error::{Code, Error, Hint, Step};
use crate::flow::call::Call;
use crate::flow::keys::MAX_AGE_MS;
use crate::session::facts::Session;
use crate::wire::jwks;
use crate::wire::jwt;
use crate::wire::token::TokenAnswer;

/// Checks the signature of an answer's id token, where the client was told to and there is one. Tokens that came with a bad one
/// are revoked, as nobody will use them; so are those of a call that is dropped here.
///
/// # Errors
/// `id_token_invalid`; where the keys cannot be had, why not.
pub(crate) async fn check(call: &Call, step: Step, answer: &TokenAnswer) -> Result<(), Error> {
    let context = &call.context;
    let Some(id_token) = &answer.id_token else { return Ok(()) };
    if context.settings.id_token != IdTokenCheck::Signature {
        return Ok(());
    }
    let outcome = verify(call, step, id_token.expose()).await;
    if let Some(refresh) = answer.refresh.as_ref().filter(|_| outcome.is_err()) {
        context.revoke(refresh.expose()); // nobody will use it
    }
    outcome
}

/// Has the keys at hand before a refresh token is sent: where they cannot be had, it must not be spent on an answer that could
/// not be checked. They are still young enough when that answer comes.
///
/// # Errors
/// Why the keys cannot be had.
pub(crate) async fn prepare(call: &Call, step: Step, old: &Session) -> Result<(), Error> {
    let context = &call.context;
    let is_checked = context.settings.id_token == IdTokenCheck::Signature && old.id_token_claims.is_some();
    let max_age_ms = MAX_AGE_MS.saturating_sub(context.renewal_ms().into());
    if is_checked {
        let are_young = || context.keys.are_younger_than(max_age_ms, context.world.now_ms());
        fetch_unless(call, step, &are_young).await?;
    }
    Ok(())
}

async fn verify(call: &Call, step: Step, id_token: &str) -> Result<(), Error> {
    let (keys, now_ms) = (&call.context.keys, || call.context.world.now_ms());
    // It is the token that is bad, whatever it came with.
    let invalid = || Error::new(Code::IdTokenInvalid, Step::Token);
    jwt::signed(id_token).ok_or_else(invalid)?;
    let mut has_fetched = fetch_unless(call, step, &|| keys.are_younger_than(MAX_AGE_MS, now_ms())).await?;
    if !has_fetched {
        // Its key may be a new one.
        has_fetched = fetch_unless(call, step, &|| keys.ask(id_token).is_some() || keys.have_just_missed(now_ms())).await?;
    }
    let Some(ask) = keys.ask(id_token) else {
        if has_fetched {
            keys.missed(now_ms());
        }
        return Err(invalid());
    };
    match call.ask(step, ask).await?.verified() {
        Some(true) => Ok(()),
        Some(false) => Err(invalid()),
        None => Err(invalid().with_hint(Hint::NoWebCrypto)),
    }
}

/// Fetches the keys, unless that is needless, also because another call has just fetched them. Returns whether it has.
async fn fetch_unless(call: &Call, step: Step, is_needless: &dyn Fn() -> bool) -> Result<bool, Error> {
    let context = &call.context;
    if is_needless() {
        return Ok(false);
    }
    let _guard = context.keys.fetching.lock(&context.world, call.switch()).await;
    call.check(step)?;
    if is_needless() {
        return Ok(false);
    }
    let answer = call.send(step, jwks::request(&context.settings)).await?;
    context.keys.fetched(jwks::read(step, &answer)?, context.world.now_ms());
    Ok(true)
}
