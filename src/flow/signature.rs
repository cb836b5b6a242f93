//! The id token's signature, for those who want it checked (`idToken: "signature"`): RS256 by the site's own keys.
//!
//! The keys are kept for ten minutes, because a site may change them and withdraw one. An id that is not among them is asked
//! for again, but not more often than every 30 seconds: anything may stand in a token's header, and each new id in it must
//! not cost a request.

use crate::config::IdTokenCheck;
use crate::error::{Code, Error, Hint, Step};
use crate::flow::call::Call;
use crate::flow::keys::{COOL_DOWN_MS, MAX_AGE_MS};
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
    if is_checked { fetch_unless_younger(call, step, max_age_ms).await } else { Ok(()) }
}

async fn verify(call: &Call, step: Step, id_token: &str) -> Result<(), Error> {
    let keys = &call.context.keys;
    // It is the token that is bad, whatever it came with.
    let invalid = || Error::new(Code::IdTokenInvalid, Step::Token);
    jwt::signed(id_token).ok_or_else(invalid)?;
    let mut age_ms = MAX_AGE_MS;
    let ask = loop {
        fetch_unless_younger(call, step, age_ms).await?;
        match keys.ask(id_token) {
            Some(ask) => break ask,
            // Its key may be a new one.
            None if age_ms == MAX_AGE_MS => age_ms = COOL_DOWN_MS,
            None => return Err(invalid()),
        }
    };
    match call.ask(step, ask).await?.verified() {
        Some(true) => Ok(()),
        Some(false) => Err(invalid()),
        None => Err(invalid().with_hint(Hint::NoWebCrypto)),
    }
}

/// Fetches the keys, unless they were fetched less than `age_ms` ago.
async fn fetch_unless_younger(call: &Call, step: Step, age_ms: u64) -> Result<(), Error> {
    let context = &call.context;
    let are_young = || context.keys.are_younger_than(age_ms, context.world.now_ms());
    if are_young() {
        return Ok(());
    }
    let _guard = context.keys.fetching.lock(&context.world, call.switch()).await;
    call.check(step)?;
    if !are_young() {
        let answer = call.send(step, jwks::request(&context.settings)).await?;
        context.keys.fetched(jwks::read(step, &answer)?, context.world.now_ms());
    }
    Ok(())
}
