//! The second half of registration and passwordless login: the code that the person was sent logs them in.

use std::rc::Rc;

use crate::context::call::Call;
use crate::error::{Error, Hint};
use crate::flow::obtain::obtain_session;
use crate::secret::OneTimeCode;
use crate::wire::authorize::{OtpFlow, Proof, Requester, VerificationMethod};
use crate::world::effect::Outcome;

/// The `identifier` of a started journey, with its code.
pub(crate) struct Completion {
    pub flow: OtpFlow,
    pub identifier: String,
    pub code: OneTimeCode,
    pub method: VerificationMethod,
}

/// Logs in with the code.
pub(crate) async fn complete(call: Rc<Call>, args: Box<Completion>) -> Result<Outcome, Error> {
    let Completion { flow, identifier, code, method } = &*args;
    if identifier.is_empty() || code.expose().is_empty() {
        return Err(Error::argument(Hint::OneTimeCode));
    }
    let proof = Proof::OneTimeCode { flow: *flow, identifier, code, method: *method };
    obtain_session(&call, &Requester::User { proof, visitor: call.context.guest() }).await
}
