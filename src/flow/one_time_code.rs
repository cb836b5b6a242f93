//! The second half of registration and passwordless login: the code that the person was sent logs them in.

use std::rc::Rc;

use crate::error::{Error, Hint};
use crate::flow::context::Context;
use crate::flow::redeem::enter;
use crate::secret::OneTimeCode;
use crate::session::facts::Session;
use crate::wire::authorize::{AuthorizeRequest, OtpFlow, VerificationMethod};
use crate::world::abort::Abort;

/// Logs in with the `identifier` of a started journey and its code.
pub(crate) async fn complete(
    context: &Rc<Context>,
    flow: OtpFlow,
    identifier: &str,
    code: &OneTimeCode,
    method: VerificationMethod,
    abort: Abort,
) -> Result<Rc<Session>, Error> {
    if identifier.is_empty() || code.expose().is_empty() {
        return Err(Error::argument(Hint::OneTimeCode));
    }
    let visitor = context.keeper.guest();
    let request = AuthorizeRequest::OneTimeCode { flow, identifier, code, method, uvid: visitor.as_ref() };
    enter(context, &request, abort).await
}
