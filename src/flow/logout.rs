//! Sign-out: the session is gone at once, then the server is told.

use std::rc::Rc;

use crate::abort::Abort;
use crate::error::{Error, Step};
use crate::flow::call::Context;
use crate::platform::Platform;
use crate::wire::revoke;

/// Ends the session and revokes its refresh token, or without one its access token. Whatever the server answers, the person
/// is signed out.
///
/// # Errors
/// `aborted` only where it fired before anything was done.
pub(crate) async fn logout<P: Platform>(context: &Rc<Context<P>>, abort: Abort) -> Result<(), Error> {
    let mut call = context.begin(Step::Revoke, abort)?;
    if let Some(gone) = context.keeper.sign_out() {
        let token = gone.tokens.refresh.as_ref().map_or_else(|| gone.tokens.access.expose(), |token| token.expose());
        let _ = call.send(Step::Revoke, revoke::request(&context.settings, token)).await;
    }
    Ok(())
}
