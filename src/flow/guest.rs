//! Visitors: a session for somebody who has not said who they are.

use std::future::ready;
use std::rc::Rc;

use crate::abort::Abort;
use crate::boxed::{Begun, Boxed};
use crate::error::{Error, Step};
use crate::flow::call::Call;
use crate::flow::context::Context;
use crate::flow::redeem::{enter, redeem};
use crate::platform::Platform;
use crate::session::facts::Session;
use crate::session::kept::Kept;
use crate::session::machine::Epoch;
use crate::uvid::Uvid;
use crate::wire::authorize::{AuthorizeRequest, GuestHint};

/// Begins a visitor's session. Without an id of the caller's it is the present guest's, or else a new one, which callers at the
/// same time share: they are one visitor.
pub(crate) fn continue_as_guest<P: Platform>(
    context: &Rc<Context<P>>,
    uvid: Option<Uvid>,
    abort: Abort,
) -> Begun<Rc<Session>> {
    if let Some(uvid) = uvid {
        return enter(context, &AuthorizeRequest::Guest { hint: &GuestHint::Uvid(uvid) }, abort);
    }
    let mut call = Call::begin(context, Step::Authorize, abort)?;
    let visitor = match context.keeper.guest() {
        Some(known) => known,
        None => Uvid::generate()?,
    };
    let begin = |abort| -> Boxed<'static, _> {
        match enter(context, &AuthorizeRequest::Guest { hint: &GuestHint::Uvid(visitor) }, abort) {
            Ok(entering) => entering,
            Err(error) => Box::pin(ready(Err(error))),
        }
    };
    let visiting = context.visiting.join(context.keeper.epoch(), Epoch::eq, begin);
    let platform = context.platform.clone();
    Ok(Box::pin(async move { call.wait(Step::Authorize, visiting.outcome(&platform)).await? }))
}

/// The guest flow itself.
pub(crate) async fn enter_as_guest<P: Platform>(call: &mut Call<P>, hint: GuestHint) -> Result<Kept, Error> {
    redeem(call, &AuthorizeRequest::Guest { hint: &hint }).await
}
