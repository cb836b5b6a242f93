//! Visitors: a session for a person who is not signed in.

use std::rc::Rc;

use crate::error::{Error, Step};
use crate::flow::call::Call;
use crate::flow::sign_in::sign_in;
use crate::session::machine::Epoch;
use crate::uvid::Uvid;
use crate::wire::authorize::{GuestHint, Subject};
use crate::world::effect::Outcome;

/// Begins a visitor's session. Without an id of the caller's it is the present guest's, or else a new one, which callers at the
/// same time share: they are one visitor.
pub(crate) async fn continue_as_guest(call: Rc<Call>, uvid: Option<Uvid>) -> Result<Outcome, Error> {
    if uvid.is_some() {
        return visit(call, uvid).await;
    }
    let (context, epoch) = (&call.context, call.epoch);
    let visiting = context.visiting.join(&epoch, Epoch::eq).unwrap_or_else(|| {
        let part = Call::part(context);
        let abort = part.abort_switch();
        context.visiting.begin(&context.world, epoch, Some(abort), Box::pin(visit(part, context.guest())))
    });
    call.join(Step::Authorize, visiting).await
}

async fn visit(call: Rc<Call>, known: Option<Uvid>) -> Result<Outcome, Error> {
    let visitor = known_or_new(&call, known).await?;
    sign_in(&call, None, &Subject::Guest(GuestHint::Uvid(visitor))).await
}

/// The id that is known, or else a fresh one.
pub(crate) async fn known_or_new(call: &Call, known: Option<Uvid>) -> Result<Uvid, Error> {
    match known {
        Some(known) => Ok(known),
        None => Ok(Uvid::of(*call.draw().await?.drawn()?.first_chunk().unwrap_or(&[0; 16]))),
    }
}
