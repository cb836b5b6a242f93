//! Sign-out: the session is gone at once, then the server is told.

use std::rc::Rc;

use crate::error::{Code, Error, Step};
use crate::flow::access::is_over;
use crate::flow::call::Call;
use crate::flow::context::Context;
use crate::flow::guest::{enter_as_guest, known_or_new};
use crate::flow::redeem::keep;
use crate::session::facts::TokenFormat;
use crate::session::kept::Kept;
use crate::session::machine::{Epoch, Input};
use crate::wire::authorize::GuestHint;
use crate::world::abort::Abort;

/// Ends the session, at once, and revokes its refresh token, or without one its access token. Whatever the server answers to
/// that, the person is signed out. With `to_guest` they go on as the visitor they were.
///
/// Store, other tabs and server are told whatever becomes of the caller. The server is told before a slow store has answered,
/// because a page is often left right after this; with `to_guest` after the guest flow, which needs the token.
///
/// # Errors
/// `aborted`, before anything was done or while the server was being told, which it is all the same; with `to_guest` what the
/// guest flow may fail with.
pub(crate) async fn logout(context: &Rc<Context>, to_guest: bool, abort: Abort) -> Result<(), Error> {
    let call = Call::begin(context, Step::Revoke, abort)?;
    let gone = context.keeper.kept();
    let signed_out = context.happen(Input::SignedOut);
    let began_in = context.keeper.epoch();
    let Some(gone) = gone else { return Ok(()) };
    let outcome = if to_guest { back_to_guest(context, began_in, &gone, &call).await } else { Ok(()) };
    let revoking = context.revoke(gone.revocable());
    call.world.until(|| (revoking.is_over() && signed_out.is_stored()).then_some(())).await;
    match call.unless_interrupted(Step::Revoke, ()) {
        Err(error) if error.code() == Code::Aborted => outcome.and(Err(error)),
        _ => outcome,
    }
}

/// The guest flow with the same visitor id: out of the token where that carries one, else in plain; and in plain also where the
/// site will not have the token any more.
async fn back_to_guest(context: &Rc<Context>, began_in: Epoch, gone: &Kept, call: &Call) -> Result<(), Error> {
    let carries_it = gone.session.token_format == TokenFormat::Jwt && gone.session.uvid.is_some();
    if carries_it && !is_over(context, gone) {
        match enter_as_guest(call, GuestHint::Jwt(gone.tokens.access.clone())).await {
            Err(error) if error.code() == Code::UvidInvalid => {}
            outcome => return keep(context, began_in, outcome?).await.map(drop),
        }
    }
    let uvid = known_or_new(context, gone.visitor.clone()).await?;
    let kept = enter_as_guest(call, GuestHint::Uvid(uvid)).await?;
    keep(context, began_in, kept).await.map(drop)
}
