//! Sign-out: the session is gone at once, then the server is told.

use std::rc::Rc;

use crate::abort::Abort;
use crate::error::{Error, Step};
use crate::flow::access::is_over;
use crate::flow::call::{Call, Context};
use crate::flow::guest::enter_as_guest;
use crate::flow::redeem::keep;
use crate::platform::Platform;
use crate::session::facts::TokenFormat;
use crate::session::keeper::{EventKind, Kept};
use crate::uvid::Uvid;
use crate::wire::authorize::GuestHint;
use crate::wire::revoke;

/// Ends the session and revokes its refresh token, or without one its access token. Whatever the server answers to that, the
/// person is signed out. With `to_guest` they go on as the visitor they were.
///
/// # Errors
/// `aborted` where it fired before anything was done; with `to_guest` what the guest flow may fail with.
pub(crate) async fn logout<P: Platform>(context: &Rc<Context<P>>, to_guest: bool, abort: Abort) -> Result<(), Error> {
    let mut call = context.begin(Step::Revoke, abort)?;
    let Some(gone) = context.keeper.sign_out() else { return Ok(()) };
    // A store that does not answer must not keep the token from being revoked.
    let _ = call.wait(Step::Storage, context.keeper.settle(EventKind::SignedOut)).await;
    let outcome = if to_guest { back_to_guest(context, &gone, &mut call).await } else { Ok(()) };
    let _ = call.send(Step::Revoke, revoke::request(&context.settings, gone.revocable())).await;
    outcome
}

/// The guest flow with the same visitor id: out of the token where that carries one, else in plain.
async fn back_to_guest<P: Platform>(context: &Rc<Context<P>>, gone: &Kept, call: &mut Call<P>) -> Result<(), Error> {
    let began_in = context.keeper.epoch();
    let carries_it = gone.session.token_format == TokenFormat::Jwt && gone.session.uvid.is_some();
    let kept = if carries_it && !is_over(context, gone) {
        enter_as_guest(call, GuestHint::Jwt(gone.tokens.access.clone())).await?
    } else {
        let uvid = match &gone.visitor {
            Some(known) => known.clone(),
            None => Uvid::generate()?,
        };
        enter_as_guest(call, GuestHint::Uvid(uvid)).await?
    };
    keep(context, began_in, kept).await.map(drop)
}
