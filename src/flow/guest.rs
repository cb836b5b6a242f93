//! Visitors: a session for somebody who has not said who they are.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use crate::error::{Error, Step};
use crate::flow::call::Call;
use crate::flow::context::Context;
use crate::flow::redeem::{enter, enter_since, redeem};
use crate::session::facts::Session;
use crate::session::kept::Kept;
use crate::session::machine::Epoch;
use crate::uvid::Uvid;
use crate::wire::authorize::{AuthorizeRequest, GuestHint};
use crate::world::abort::Abort;

/// Begins a visitor's session. Without an id of the caller's it is the present guest's, or else a new one, which callers at the
/// same time share: they are one visitor.
pub(crate) async fn continue_as_guest(
    context: &Rc<Context>,
    uvid: Option<Uvid>,
    abort: Abort,
) -> Result<Rc<Session>, Error> {
    if let Some(uvid) = uvid {
        return enter(context, &AuthorizeRequest::Guest { hint: &GuestHint::Uvid(uvid) }, abort).await;
    }
    let call = Call::begin(context, Step::Authorize, abort)?;
    let (visiting, known, began_in) = (context.clone(), context.keeper.guest(), context.keeper.epoch());
    let begin = |abort| -> Pin<Box<dyn Future<Output = _>>> {
        Box::pin(async move {
            let visitor = known_or_new(&visiting, known).await?;
            enter_since(&visiting, began_in, &AuthorizeRequest::Guest { hint: &GuestHint::Uvid(visitor) }, abort).await
        })
    };
    let visiting = context.visiting.join(&context.world, began_in, Epoch::eq, begin);
    call.joined(Step::Authorize, visiting.outcome(&call.world).await)
}

/// The id that is known, or else a fresh one.
pub(crate) async fn known_or_new(context: &Context, known: Option<Uvid>) -> Result<Uvid, Error> {
    match known {
        Some(known) => Ok(known),
        None => Ok(Uvid::of(*context.draw().await?.first_chunk().unwrap_or(&[0; 16]))),
    }
}

/// The guest flow itself.
pub(crate) async fn enter_as_guest(call: &Call, hint: GuestHint) -> Result<Kept, Error> {
    redeem(call, &AuthorizeRequest::Guest { hint: &hint }).await
}
