//! Visitors: a session for a person who has not said who they are.

use std::rc::Rc;

use crate::context::call::Call;
use crate::error::{Error, Step};
use crate::flow::obtain::obtain_session;
use crate::uvid::Uvid;
use crate::wire::authorize::{GuestHint, Requester};
use crate::world::effect::Outcome;

/// Begins a visitor's session. Without an id of the caller's it is the present guest's, or else a new one, which callers at the
/// same time share: they are one visitor.
pub(crate) async fn continue_as_guest(call: Rc<Call>, uvid: Option<Uvid>) -> Result<Outcome, Error> {
    if uvid.is_some() {
        return visit(call, uvid).await;
    }
    let context = &call.context;
    let visiting = context.visiting.join_or_begin(&context.world, call.start, || {
        let shared = Call::shared(context);
        (Some(shared.switch()), Box::pin(visit(shared, context.guest())))
    });
    call.join(Step::Authorize, visiting).await
}

async fn visit(call: Rc<Call>, known: Option<Uvid>) -> Result<Outcome, Error> {
    let visitor = known_or_new(&call, known).await?;
    obtain_session(&call, &Requester::Guest(GuestHint::Uvid(visitor))).await
}

/// The id that is known, or else a fresh one.
pub(crate) async fn known_or_new(call: &Call, known: Option<Uvid>) -> Result<Uvid, Error> {
    match known {
        Some(known) => Ok(known),
        None => Ok(Uvid::of(*call.draw().await?.drawn()?.first_chunk().unwrap_or(&[0; 16]))),
    }
}
