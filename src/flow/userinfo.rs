//! Who is signed in, by the site's own account.

use std::rc::Rc;

use crate::abort::Abort;
use crate::error::{Code, Error, Step};
use crate::flow::access::{AccessTokenArgs, fresh};
use crate::flow::call::Context;
use crate::json::Json;
use crate::platform::Platform;
use crate::wire::userinfo;

/// The userinfo claims. A token that the site calls bad is renewed once, and the question put again.
///
/// # Errors
/// `no_session`, `session_expired`, and whatever the site says.
pub(crate) async fn user_info<P: Platform>(context: &Rc<Context<P>>, abort: Abort) -> Result<Json, Error> {
    let mut kept = fresh(context, AccessTokenArgs::default(), abort.clone()).await?;
    let mut call = context.begin(Step::Userinfo, abort.clone())?;
    let mut answer = call.send(Step::Userinfo, userinfo::request(&context.settings, &kept.tokens.access)).await?;
    if userinfo::is_bad_token(&answer) {
        kept = fresh(context, AccessTokenArgs::default().force_refresh(), abort).await?;
        answer = call.send(Step::Userinfo, userinfo::request(&context.settings, &kept.tokens.access)).await?;
    }
    if userinfo::is_bad_token(&answer) {
        context.keeper.expire(&kept).await;
        return userinfo::read(&answer).map_err(|error| error.of_code(Code::SessionExpired));
    }
    userinfo::read(&answer)
}
