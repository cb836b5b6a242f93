//! Who is signed in, by the site's own account.

use std::rc::Rc;

use crate::abort::Abort;
use crate::error::{Code, Error, Step};
use crate::flow::access::access_token;
use crate::flow::call::Context;
use crate::json::Json;
use crate::platform::Platform;
use crate::wire::userinfo;

/// The userinfo claims.
///
/// # Errors
/// `no_session`, `session_expired`, and whatever the site says.
pub(crate) async fn user_info<P: Platform>(context: &Rc<Context<P>>, abort: Abort) -> Result<Json, Error> {
    let token = access_token(context, abort.clone()).await?;
    let mut call = context.begin(Step::Userinfo, abort)?;
    let answer = call.send(Step::Userinfo, userinfo::request(&context.settings, &token)).await?;
    userinfo::read(&answer).map_err(|error| {
        if userinfo::is_bad_token(&answer) {
            context.keeper.expire();
            error.of_code(Code::SessionExpired)
        } else {
            error
        }
    })
}
