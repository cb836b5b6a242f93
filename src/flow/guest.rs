//! Visitors: a session for somebody who has not said who they are.

use std::rc::Rc;

use crate::abort::Abort;
use crate::boxed::Begun;
use crate::error::Error;
use crate::flow::call::{Call, Context};
use crate::flow::redeem::{enter, redeem};
use crate::platform::Platform;
use crate::session::facts::Session;
use crate::session::keeper::Kept;
use crate::uvid::Uvid;
use crate::wire::authorize::{Ask, GuestHint};

/// Begins a visitor's session. Without an id of the caller's it is the present guest's, or else a new one.
pub(crate) fn continue_as_guest<P: Platform>(
    context: &Rc<Context<P>>,
    uvid: Option<Uvid>,
    abort: Abort,
) -> Begun<Rc<Session>> {
    let hint = GuestHint::Uvid(match uvid.or_else(|| context.keeper.guest()) {
        Some(known) => known,
        None => Uvid::generate()?,
    });
    enter(context, &Ask::Guest { hint: &hint }, abort)
}

/// The guest flow itself.
pub(crate) async fn enter_as_guest<P: Platform>(call: &mut Call<P>, hint: GuestHint) -> Result<Kept, Error> {
    redeem(call, &Ask::Guest { hint: &hint }).await
}
