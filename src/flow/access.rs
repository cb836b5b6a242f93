//! The access token of the session, for a call to an API: renewed when it is read, if that is needed.

use std::future::ready;
use std::rc::Rc;
use std::time::Duration;

use crate::abort::Abort;
use crate::boxed::Begun;
use crate::error::{Code, Error, Step};
use crate::flow::call::Call;
use crate::flow::context::Context;
use crate::flow::renew::{is_renewable, renew};
use crate::platform::Platform;
use crate::session::kept::Kept;
use crate::session::lifetime::Lifetime;
use crate::session::machine::Generation;
use crate::url;

/// What is asked of the token.
#[derive(Clone, Copy, Debug, Default)]
pub struct AccessTokenArgs {
    pub(crate) min_ttl: Option<Duration>,
    pub(crate) force_refresh: bool,
}

impl AccessTokenArgs {
    /// The token must be good for at least so long. Default: 60 seconds, but never more than half of its lifetime.
    pub fn min_ttl(mut self, min_ttl: Duration) -> Self {
        self.min_ttl = Some(min_ttl);
        self
    }

    /// Renews the token whatever time it has left.
    pub fn force_refresh(mut self) -> Self {
        self.force_refresh = true;
        self
    }
}

/// The session, where its token meets what is asked as it stands: most calls, most of the time. No call begins for it, with a
/// timer of its own: 1 µs instead of 6.
pub(crate) fn at_hand<P: Platform>(context: &Context<P>, args: AccessTokenArgs) -> Option<Kept> {
    let kept = context.keeper.kept().filter(|_| !args.force_refresh && !context.calls.are_closed())?;
    lifetime(context, &kept).is_at_least(args.min_ttl).then_some(kept)
}

/// The session with a token that meets what is asked, for a call that began in this generation.
///
/// # Errors
/// `no_session`; `session_expired`, which ends the session unless its token is still good; and what a renewal may fail with,
/// where the old token is not good enough to be used in its place. What [`Call::session`] says where the session is no longer
/// the one that the call began in.
pub(crate) fn fresh<P: Platform>(
    context: &Rc<Context<P>>,
    began_in: Generation,
    args: AccessTokenArgs,
    abort: Abort,
) -> Begun<Kept> {
    let at_hand = at_hand(context, args).filter(|_| !abort.has_fired() && began_in == context.keeper.generation());
    if let Some(kept) = at_hand {
        return Ok(Box::pin(ready(Ok(kept))));
    }
    let mut call = Call::resume(context, Step::Refresh, abort, began_in)?;
    Ok(Box::pin(async move { fresh_for(&mut call, args).await }))
}

/// The same as a part of another call.
pub(crate) async fn fresh_for<P: Platform>(call: &mut Call<P>, args: AccessTokenArgs) -> Result<Kept, Error> {
    let context = &call.context.clone();
    let kept = call.session(Step::Refresh)?;
    let lifetime = lifetime(context, &kept);
    if !args.force_refresh && lifetime.is_at_least(args.min_ttl) {
        return Ok(kept);
    }
    if !is_renewable(&kept) {
        let is_over = lifetime.is_over(context.settings.clock_tolerance_ms);
        if is_over {
            context.expire(&kept).await;
        }
        let is_refused = is_over || args.force_refresh;
        return if is_refused { Err(Error::new(Code::SessionExpired, Step::Session)) } else { Ok(kept) };
    }
    let failure = match call.wait(Step::Refresh, renew(context, &kept)).await {
        Ok(Ok(())) => None,
        Ok(Err(error)) | Err(error) if matches!(error.code(), Code::Aborted | Code::SessionExpired) => {
            return Err(error);
        }
        Ok(Err(error)) | Err(error) => Some(error),
    };
    let current = call.session(Step::Refresh)?;
    match failure {
        Some(error) if args.force_refresh || !lifetime.is_left() || !passes(&error) => Err(error),
        _ => Ok(current),
    }
}

/// Whether a failed renewal says nothing about the session. A token that is still good then stays usable.
fn passes(error: &Error) -> bool {
    error.retryable() || error.code() == Code::UnexpectedResponse
}

fn lifetime<P: Platform>(context: &Context<P>, kept: &Kept) -> Lifetime {
    Lifetime::of(kept, context.platform.now_ms())
}

/// Whether the token has come to its end, tolerance included.
pub(crate) fn is_over<P: Platform>(context: &Context<P>, kept: &Kept) -> bool {
    lifetime(context, kept).is_over(context.settings.clock_tolerance_ms)
}

/// Whether a bearer token may go to this address: to the origin of the site or of the org's own APIs, and nowhere else.
pub(crate) fn may_have_bearer<P: Platform>(context: &Context<P>, address: &str) -> bool {
    let Some(target) = url::parts(url::without_query(address)) else { return false };
    let is_instance = |instance: &String| {
        url::parts(instance).is_some_and(|instance| instance.is_trustworthy() && instance.origin == target.origin)
    };
    target.origin == context.settings.site_origin
        || context.keeper.kept().is_some_and(|kept| kept.tokens.instance_url.as_ref().is_some_and(is_instance))
}
