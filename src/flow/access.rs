//! The access token of the session, for a call to an API.

use std::rc::Rc;

use crate::abort::Abort;
use crate::error::{Code, Error, Step};
use crate::flow::call::Context;
use crate::platform::Platform;
use crate::secret::AccessToken;
use crate::session::keeper::Kept;

/// A token that should still be good.
///
/// # Errors
/// `no_session`; `session_expired` when the token's time is over, which ends the session.
pub(crate) async fn access_token<P: Platform>(context: &Rc<Context<P>>, abort: Abort) -> Result<AccessToken, Error> {
    let _call = context.begin(Step::Session, abort)?;
    let kept = context.keeper.kept().ok_or_else(|| Error::new(Code::NoSession, Step::Session))?;
    if is_over(context, &kept) {
        context.keeper.expire();
        return Err(Error::new(Code::SessionExpired, Step::Session));
    }
    Ok(kept.tokens.access.clone())
}

/// Whether the token's lifetime, as the server states it, has passed since it arrived.
fn is_over<P: Platform>(context: &Context<P>, kept: &Kept) -> bool {
    let Some(expires_at) = kept.session.expires_at else { return false };
    let lifetime = expires_at.saturating_sub(kept.session.issued_at);
    let age = context.platform.now_ms().saturating_sub(kept.tokens.received_at);
    age >= lifetime.saturating_add(context.settings.clock_tolerance_ms)
}
