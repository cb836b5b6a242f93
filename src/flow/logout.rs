//! Sign-out: the session is gone at once, then the server is told.

use std::rc::Rc;

use crate::context::call::Call;
use crate::error::{Code, Error, Step};
use crate::flow::access::has_ended;
use crate::flow::guest::known_or_new;
use crate::flow::obtain::{begin_session, obtain_tokens};
use crate::session::boundary::{Input, Start};
use crate::session::facts::TokenFormat;
use crate::session::kept::Kept;
use crate::wire::authorize::{GuestHint, Requester};
use crate::world::effect::Outcome;

/// Ends the session, at once, and revokes its refresh token, or without one its access token. Whatever the server answers to
/// that, the person is signed out. With `to_guest` they go on as the visitor they were.
///
/// Store, other tabs and server are told whatever becomes of the caller. The server is told before a slow store has answered,
/// because a page is often left right after this; with `to_guest` after the guest flow, which needs the token.
///
/// # Errors
/// `aborted`: before anything was done, or while the server was being told; the revocation is sent nevertheless. With `to_guest`
/// what the guest flow may fail with.
pub(crate) async fn logout(call: Rc<Call>, to_guest: bool) -> Result<Outcome, Error> {
    let context = &call.context;
    let gone = context.kept();
    if let Some(gone) = &gone {
        context.revoke_untold(gone);
    }
    let signed_out = context.apply(Input::SignedOut);
    let Some(gone) = gone else { return Ok(Outcome::Nothing) };
    let start = context.machine().start();
    let outcome = if to_guest { back_to_guest(&call, start, &gone).await } else { Ok(()) };
    let revoked = context.revoke(gone.revocable());
    context.world.until(Some(call.limit()), &|| revoked.get() && context.is_settled(signed_out)).await;
    match call.check(Step::Revoke) {
        Err(error) if error.code() == Code::Aborted => outcome.and(Err(error)),
        _ => outcome.map(|()| Outcome::Nothing),
    }
}

/// `start` is the state that the sign-out has left.
async fn back_to_guest(call: &Call, start: Start, gone: &Kept) -> Result<(), Error> {
    let kept = guest_tokens(call, gone).await?;
    begin_session(call, start, kept).await.map(drop)
}

/// The guest flow with the same visitor id: out of the token where that carries one, else in plain; and in plain also where the
/// site will not have the token any more.
async fn guest_tokens(call: &Call, gone: &Kept) -> Result<Kept, Error> {
    let carries_it = gone.session.token_format == TokenFormat::Jwt && gone.session.uvid.is_some();
    if carries_it && !has_ended(call, gone) {
        let hint = GuestHint::Jwt(gone.tokens.access.clone());
        match obtain_tokens(call, &Requester::Guest(hint)).await {
            Err(error) if error.code() == Code::UvidInvalid => {}
            outcome => return outcome,
        }
    }
    let uvid = known_or_new(call, gone.visitor.clone()).await?;
    obtain_tokens(call, &Requester::Guest(GuestHint::Uvid(uvid))).await
}
