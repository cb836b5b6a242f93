//! The access token of the session, for a call to an API: renewed when it is read, if that is needed.

use std::rc::Rc;

use crate::args::access_token::AccessTokenArgs;
use crate::context::call::Call;
use crate::error::{Code, Error, Step};
use crate::flow::renew::{is_renewable, renew};
use crate::session::boundary::Generation;
use crate::session::kept::Kept;
use crate::session::lifetime::Lifetime;
use crate::world::effect::Outcome;

/// An access token of the session of `generation`; without one, of the session in which this call began.
pub(crate) async fn get_access_token(
    call: Rc<Call>,
    generation: Option<Generation>,
    args: Box<AccessTokenArgs>,
) -> Result<Outcome, Error> {
    session_with_token(&call, generation.unwrap_or(call.generation), &args).await.map(Outcome::Token)
}

/// The session with a token that meets what is asked, for a call that began in this generation.
///
/// # Errors
/// `no_session`; `session_expired`, which ends the session unless its token is still good; and what a renewal may fail with,
/// where the old token is not good enough to be used in its place. What [`Call::session`] says where the session is no longer
/// the one that the call began in.
pub(crate) async fn session_with_token(
    call: &Call,
    generation: Generation,
    args: &AccessTokenArgs,
) -> Result<Kept, Error> {
    let world = &call.context.world;
    let began = world.now_ms();
    let mut may_repeat = true;
    loop {
        let kept = call.session(generation, Step::Refresh)?;
        if args.are_met_by(&kept, world.now_ms()) {
            return Ok(kept);
        }
        let is_forced = args.force(&kept.tokens.access);
        if !is_renewable(&kept) {
            let is_over = has_ended(call, &kept);
            if is_over && !call.context.expire(&kept).await {
                continue; // another document's session is there
            }
            let is_refused = is_over || is_forced;
            return if is_refused { Err(Error::new(Code::SessionExpired, Step::Session)) } else { Ok(kept) };
        }
        let failure = match renew(call, &kept).await {
            Ok(_) => None,
            Err(error) if matches!(error.code(), Code::Aborted | Code::SessionExpired) => return Err(error),
            Err(error) => Some(error),
        };
        let current = call.session(generation, Step::Refresh)?;
        let lifetime = Lifetime::of(&current, world.now_ms());
        match failure {
            Some(error) if is_forced || !lifetime.is_valid() || !passes(&error) => return Err(error),
            // Another document had renewed it, but so long ago that it is time again.
            None if may_repeat && current.tokens.received_at < began && !lifetime.is_at_least(args.min_ttl_ms) => {
                may_repeat = false;
            }
            _ => return Ok(current),
        }
    }
}

/// Whether a failed renewal says nothing about the session. A token that is still good then stays usable.
fn passes(error: &Error) -> bool {
    error.retryable() || error.code() == Code::UnexpectedResponse
}

/// Whether the token has come to its end, tolerance included.
pub(crate) fn has_ended(call: &Call, kept: &Kept) -> bool {
    let context = &call.context;
    Lifetime::of(kept, context.world.now_ms()).is_over(context.settings.clock_tolerance_ms)
}
