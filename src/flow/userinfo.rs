//! Who is signed in, by the site's own account.

use std::rc::Rc;

use crate::args::access_token::AccessTokenArgs;
use crate::context::call::Call;
use crate::error::{Code, Error, Step};
use crate::flow::access::session_with_token;
use crate::flow::renew::is_renewable;
use crate::wire::userinfo;
use crate::world::effect::Outcome;

/// The userinfo claims. If the site refuses the token, it is renewed once and the request repeated. If the guest who called has
/// signed in meanwhile, the user's token may also be renewed once.
///
/// # Errors
/// `no_session`, `session_expired`, and whatever the site says.
pub(crate) async fn user_info(call: Rc<Call>) -> Result<Outcome, Error> {
    let context = &call.context;
    let mut args = AccessTokenArgs::default();
    let mut renewed = None;
    loop {
        let kept = session_with_token(&call, call.generation, &args).await?;
        let response = call.send(Step::Userinfo, userinfo::request(&context.settings, &kept.tokens.access)).await?;
        if !userinfo::is_bad_token(&response) {
            call.session(call.generation, Step::Userinfo)?; // or these are the claims of another person by now
            return userinfo::read(&response).map(|claims| Outcome::Claims(Rc::new(claims)));
        }
        let session = context.machine().session_number();
        if !is_renewable(&kept) || renewed.replace(session) == Some(session) {
            // A guest is no user, and userinfo refuses a guest's best token. That must not cost the visitor's id.
            if !kept.is_guest() {
                if !context.expire(&kept).await {
                    continue; // another document's session is there
                }
                context.revoke(kept.revocable()); // the site may honour it elsewhere
            }
            let read = userinfo::read(&response).map_err(|error| error.with_code(Code::SessionExpired));
            return read.map(|claims| Outcome::Claims(Rc::new(claims)));
        }
        args.refused = Some(kept.tokens.access.clone());
    }
}
