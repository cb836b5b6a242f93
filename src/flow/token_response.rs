//! A response with tokens, and the check of its id token: of its claims always, of its signature for those who want that (`idToken:
//! "signature"`): RS256 by the site's own keys.
//!
//! The keys are kept for ten minutes, because a site may change them and withdraw one. An id that is not among them is looked up
//! again at once. If that was in vain, no unknown id is looked up for 30 seconds: anything may stand in a token's header, and
//! each new id in it must not cost a request.

use crate::config::IdTokenCheck;
use crate::context::call::Call;
use crate::context::keys::MAX_AGE_MS;
use crate::error::{Code, Error, Hint, Step};
use crate::http::HttpResponse;
use crate::session::facts::Session;
use crate::session::kept::Kept;
use crate::wire::token::{self, TokenResponse};
use crate::wire::{jwks, jwt};

/// Reads the response to a request for tokens, or for the renewal of `old`. A refresh token in one that cannot be used is revoked, because
/// it will not be used; unless it is the one that was sent, which stays the session's.
///
/// # Errors
/// What [`token::read`] says; `id_token_invalid`; where the keys cannot be had, why not.
pub(crate) async fn read(
    call: &Call,
    step: Step,
    response: &HttpResponse,
    old: Option<&Kept>,
) -> Result<Box<TokenResponse>, Error> {
    let context = &call.context;
    let outcome = match token::read(&context.settings, step, response) {
        Ok(tokens) => check(call, step, &tokens, old).await.map(|()| tokens),
        Err(error) => Err(error),
    };
    if outcome.is_err()
        && let Some(refresh) = token::refresh_token(response)
        && old.and_then(|old| old.refresh_token()) != Some(refresh.as_str())
    {
        context.revoke(&refresh);
    }
    outcome
}

async fn check(call: &Call, step: Step, tokens: &TokenResponse, old: Option<&Kept>) -> Result<(), Error> {
    if old.is_some_and(|old| !old.session.can_be_renewed_by(tokens)) {
        return Err(invalid());
    }
    match &tokens.id_token {
        Some(id_token) if call.context.settings.id_token == IdTokenCheck::Signature => {
            verify(call, step, id_token.expose()).await
        }
        _ => Ok(()),
    }
}

/// Has the keys at hand before a refresh token is sent: where they cannot be had, it must not be spent on an answer that could
/// not be checked. They are still young enough when that answer comes.
///
/// # Errors
/// Why the keys cannot be had.
pub(crate) async fn prepare(call: &Call, old: &Session) -> Result<(), Error> {
    let context = &call.context;
    let is_checked = context.settings.id_token == IdTokenCheck::Signature && old.id_token_claims.is_some();
    let max_age_ms = MAX_AGE_MS.saturating_sub(context.renewal_ms().into());
    if is_checked {
        let are_young = || context.keys.are_younger_than(max_age_ms, context.world.now_ms());
        fetch_unless(call, Step::Refresh, &are_young).await?;
    }
    Ok(())
}

async fn verify(call: &Call, step: Step, id_token: &str) -> Result<(), Error> {
    let (keys, now_ms) = (&call.context.keys, || call.context.world.now_ms());
    jwt::signed(id_token).ok_or_else(invalid)?;
    let mut has_fetched = fetch_unless(call, step, &|| keys.are_younger_than(MAX_AGE_MS, now_ms())).await?;
    if !has_fetched {
        // The token's key may be a new one.
        let is_needless = || keys.ask(id_token).is_some() || keys.have_just_missed(now_ms());
        has_fetched = fetch_unless(call, step, &is_needless).await?;
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

/// It is the token that is bad, whatever it came with.
fn invalid() -> Error {
    Error::new(Code::IdTokenInvalid, Step::Token)
}

/// Fetches the keys, unless that is needless, also because another call has just fetched them. Returns whether it has.
async fn fetch_unless(call: &Call, step: Step, is_needless: &dyn Fn() -> bool) -> Result<bool, Error> {
    let context = &call.context;
    if is_needless() {
        return Ok(false);
    }
    let _guard = context.keys.fetching.lock(&context.world, call.limit()).await;
    call.check(step)?;
    if is_needless() {
        return Ok(false);
    }
    let response = call.send(step, jwks::request(&context.settings)).await?;
    context.keys.fetched(jwks::read(step, &response)?, context.world.now_ms());
    Ok(true)
}
