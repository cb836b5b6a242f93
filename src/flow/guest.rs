//! Visitors: a session for somebody who has not said who they are.

use std::rc::Rc;

use crate::abort::Abort;
use crate::error::{Error, Step};
use crate::flow::call::{Call, Context};
use crate::flow::redeem::{keep, redeem};
use crate::platform::Platform;
use crate::session::facts::Session;
use crate::session::keeper::Kept;
use crate::uvid::Uvid;
use crate::wire::authorize::{Ask, GuestHint};

/// Begins a visitor's session. Without an id of the caller's it is the present guest's, or else a new one.
pub(crate) async fn continue_as_guest<P: Platform>(
    context: &Rc<Context<P>>,
    uvid: Option<Uvid>,
    abort: Abort,
) -> Result<Rc<Session>, Error> {
    let began_in = context.keeper.epoch();
    let mut call = context.begin(Step::Authorize, abort)?;
    let uvid = match uvid.or_else(|| context.keeper.guest()) {
        Some(known) => known,
        None => Uvid::generate()?,
    };
    let kept = enter_as_guest(&mut call, GuestHint::Uvid(&uvid)).await?;
    keep(context, began_in, kept).await
}

/// The guest flow itself.
pub(crate) async fn enter_as_guest<P: Platform>(call: &mut Call<P>, hint: GuestHint<'_>) -> Result<Kept, Error> {
    redeem(call, &Ask::Guest { hint }).await
}
