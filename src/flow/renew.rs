//! Renewal of the access token: a user's by the refresh token, a guest's by the guest flow with the same visitor id.
//!
//! One renewal at a time for all callers. It belongs to none of them and runs to its end whatever they do: with rotation the
//! old refresh token is dead as soon as the site has answered, so the answer must not be lost.

use std::rc::Rc;

use crate::context::Context;
use crate::context::call::Call;
use crate::context::renewal_lock::{self, Acquired};
use crate::error::{Code, Error, Step};
use crate::flow::obtain::obtain_tokens;
use crate::flow::token_response;
use crate::session::boundary::{Input, Look};
use crate::session::kept::Kept;
use crate::session::timing::PROPAGATION_MS;
use crate::wire::authorize::{GuestHint, Requester};
use crate::wire::token;
use crate::world::effect::Outcome;
use crate::world::shared::Running;

/// How often a refresh is tried again that the site is still busy with.
const MOST_REPETITIONS: u32 = 5;

/// Whether there is anything to renew the session with.
pub(crate) fn is_renewable(kept: &Kept) -> bool {
    if kept.is_guest() { kept.visitor.is_some() } else { kept.tokens.refresh.is_some() }
}

/// Renews the session, or waits for the renewal of it that is under way. Afterwards the session is the renewed one, or what
/// this or another tab has put in its place in the meantime: the caller looks whether that is still its own.
///
/// # Errors
/// `session_expired` where the site will not have the refresh token any more: the session has then ended. Whatever else went
/// wrong leaves the session as it was.
pub(crate) async fn renew(call: &Call, kept: &Kept) -> Result<Outcome, Error> {
    let context = &call.context;
    let begin = || (None, Box::pin(run(Call::renewing(context), kept.clone())) as Running);
    let renewal = context.renewals.join_or_begin(&context.world, kept.clone(), begin);
    call.join(Step::Refresh, renewal).await
}

async fn run(call: Rc<Call>, old: Kept) -> Result<Outcome, Error> {
    let context = &call.context;
    let guard = match renewal_lock::acquire(context, &old).await {
        Acquired::Ours(guard) => guard,
        Acquired::Overtaken => return Ok(Outcome::Nothing),
    };
    let outcome = match &old.visitor {
        // No call waits for it any more, and nothing was sent yet.
        _ if context.calls.are_closed() => Err(Error::new(Code::Aborted, Step::Refresh)),
        Some(visitor) if old.is_guest() => {
            obtain_tokens(&call, &Requester::Guest(GuestHint::Uvid(visitor.clone()))).await
        }
        _ => refresh_user(&call, &old).await,
    };
    let outcome = match outcome {
        Ok(new) => {
            store(context, &old, new).await;
            Ok(Outcome::Nothing)
        }
        Err(error) if error.code() == Code::SessionExpired => end_refused(context, &old, error).await,
        Err(error) => Err(error),
    };
    renewal_lock::release(context, guard);
    outcome
}

/// The site will not have the refresh token. That ends the session, unless it has ended already: another journey has replaced
/// and revoked it, or another document has used the token and was faster.
async fn end_refused(context: &Rc<Context>, old: &Kept, error: Error) -> Result<Outcome, Error> {
    if renewal_lock::changes_within(context, old, PROPAGATION_MS).await {
        return Ok(Outcome::Nothing);
    }
    if context.expire(old).await { Err(error) } else { Ok(Outcome::Nothing) }
}

async fn refresh_user(call: &Call, old: &Kept) -> Result<Kept, Error> {
    let settings = &call.context.settings;
    let Some(refresh) = &old.tokens.refresh else { return Err(Error::new(Code::SessionExpired, Step::Session)) };
    token_response::prepare(call, &old.session).await?;
    let mut repetitions = 0u32;
    let (tokens, received_at) = loop {
        let request = token::refresh(settings, old.session.community_url.as_deref(), refresh);
        let response = call.send(Step::Refresh, request).await?;
        let received_at = call.context.world.now_ms();
        match token_response::read(call, Step::Refresh, &response, Some(old)).await {
            // Another request with this token is on its way through the site, of a page that was reloaded perhaps.
            Err(error) if error.is_being_processed() && repetitions < MOST_REPETITIONS => {}
            outcome => break (outcome?, received_at),
        }
        // 7 seconds in all, on the average.
        call.pause(Step::Refresh, 2u32.saturating_pow(repetitions)).await?;
        repetitions = repetitions.saturating_add(1);
        let _ = call.context.look(Look::Routine).await;
        if !call.context.machine().has(old) {
            // The other request was another document's, and has used the token up.
            return Err(Error::new(Code::SessionExpired, Step::Session));
        }
    };
    Ok(old.renewed(&tokens, received_at))
}

/// Keeps what was renewed, if it still belongs to the session that there is.
async fn store(context: &Rc<Context>, old: &Kept, new: Kept) {
    let _ = context.look(Look::Routine).await;
    context.settled(context.apply(Input::Renewed(old.clone(), new))).await;
}
