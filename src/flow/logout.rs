//! Sign-out: the session is gone at once, then the server is told.

use std::future::ready;
use std::rc::Rc;

use crate::abort::Abort;
use crate::boxed::Begun;
use crate::error::{Code, Error, Step};
use crate::flow::access::is_over;
use crate::flow::call::Call;
use crate::flow::context::Context;
use crate::flow::guest::enter_as_guest;
use crate::flow::redeem::keep;
use crate::platform::Platform;
use crate::session::facts::TokenFormat;
use crate::session::kept::Kept;
use crate::session::machine::{Epoch, Input};
use crate::uvid::Uvid;
use crate::wire::authorize::GuestHint;

/// Ends the session, at once, and revokes its refresh token, or without one its access token. Whatever the server answers to
/// that, the person is signed out. With `to_guest` they go on as the visitor they were.
///
/// Store, other tabs and server are told whatever becomes of the caller. The server is told before a slow store has answered,
/// because a page is often left right after this; with `to_guest` after the guest flow, which needs the token.
///
/// # Errors
/// `aborted`, before anything was done or while the server was being told, which it is all the same; with `to_guest` what the
/// guest flow may fail with.
pub(crate) fn logout<P: Platform>(context: &Rc<Context<P>>, to_guest: bool, abort: Abort) -> Begun<()> {
    let mut call = Call::begin(context, Step::Revoke, abort.clone())?;
    let gone = context.keeper.kept();
    let settled = context.happen_detached(Input::SignedOut);
    let began_in = context.keeper.epoch();
    let Some(gone) = gone else { return Ok(Box::pin(ready(Ok(())))) };
    let (leaving, abandoned) = (context.clone(), FireOnDrop(abort));
    let told = context.detach(Box::pin(async move {
        let outcome = if to_guest { back_to_guest(&leaving, began_in, &gone, &mut call).await } else { Ok(()) };
        match call.wait(Step::Revoke, leaving.revoke(gone.revocable())).await {
            Err(error) if error.code() == Code::Aborted => outcome.and(Err(error)),
            _ => outcome,
        }
    }));
    Ok(Box::pin(async move {
        settled.await;
        let outcome = told.await;
        drop(abandoned);
        outcome
    }))
}

/// Ends what is left of a call when its caller is dropped.
struct FireOnDrop(Abort);

impl Drop for FireOnDrop {
    fn drop(&mut self) {
        self.0.fire();
    }
}

/// The guest flow with the same visitor id: out of the token where that carries one, else in plain; and in plain also where the
/// site will not have the token any more.
async fn back_to_guest<P: Platform>(
    context: &Rc<Context<P>>,
    began_in: Epoch,
    gone: &Kept,
    call: &mut Call<P>,
) -> Result<(), Error> {
    let carries_it = gone.session.token_format == TokenFormat::Jwt && gone.session.uvid.is_some();
    if carries_it && !is_over(context, gone) {
        match enter_as_guest(call, GuestHint::Jwt(gone.tokens.access.clone())).await {
            Err(error) if error.code() == Code::UvidInvalid => {}
            outcome => return keep(context, began_in, outcome?).await.map(drop),
        }
    }
    let uvid = match &gone.visitor {
        Some(known) => known.clone(),
        None => Uvid::generate()?,
    };
    let kept = enter_as_guest(call, GuestHint::Uvid(uvid)).await?;
    keep(context, began_in, kept).await.map(drop)
}
