//! From an authorize request to a session: the way that every flow but a renewal ends in.

use std::rc::Rc;

use crate::error::{Code, Error, Step};
use crate::flow::call::Call;
use crate::flow::signature;
use crate::pkce::Verifier;
use crate::session::facts::Session;
use crate::session::kept::{Kept, Tokens};
use crate::session::machine::{Epoch, Input};
use crate::text::concat;
use crate::uvid::Uvid;
use crate::wire::authorize::{self, Binding, GuestHint, Proof, Subject};
use crate::wire::code::{self, CodeAnswer};
use crate::wire::token;
use crate::world::effect::{Entered, Outcome};

/// A journey that is one such request and ends in a session: login, guest, one-time code.
pub(crate) async fn enter(call: &Call, proof: Option<&Proof<'_>>, subject: &Subject) -> Result<Outcome, Error> {
    let kept = redeem(call, proof, subject).await?;
    let session = keep(call, call.epoch, kept).await?;
    Ok(Outcome::Entered(Rc::new(Entered { session, return_to: None })))
}

/// Authorize, echo, token: for those who keep the session in a way of their own.
pub(crate) async fn redeem(call: &Call, proof: Option<&Proof<'_>>, subject: &Subject) -> Result<Kept, Error> {
    let settings = &call.context.settings;
    let binding = Binding::new(&*call.draw().await?, &*call.draw().await?);
    let answer = call.send(Step::Authorize, authorize::request(settings, &binding, proof, subject)?).await?;
    let code = code::read(settings, &binding.state, &answer).map_err(|error| match (error.code(), proof) {
        (Code::RedirectUriMismatch, _) => with_redirect_uri(error, &settings.redirect_uri),
        // The site has one text for a wrong password and a wrong code.
        (Code::InvalidCredentials, Some(Proof::OneTimeCode { .. })) => error.of_code(Code::InvalidOtp),
        _ => error,
    })?;
    exchange(call, &code, &settings.redirect_uri, &binding.verifier, subject).await
}

/// Token.
pub(crate) async fn exchange(
    call: &Call,
    code: &CodeAnswer,
    redirect_uri: &str,
    verifier: &Verifier,
    subject: &Subject,
) -> Result<Kept, Error> {
    let settings = &call.context.settings;
    let answer = call.send(Step::Token, token::exchange(settings, code, redirect_uri, verifier, subject)).await?;
    let answer = token::read(settings, Step::Token, &answer)?;
    signature::check(call, Step::Token, &answer).await?;
    let (session, visitor) = match subject {
        Subject::User(uvid) => (Session::of_user(settings, code, &answer, uvid.as_ref()), uvid.clone()),
        Subject::Guest(GuestHint::Uvid(uvid)) => (Session::of_guest(settings, code, &answer, Some(uvid)), None),
        Subject::Guest(GuestHint::Jwt(_)) => (Session::of_guest(settings, code, &answer, None), None),
    };
    // A guest is the visitor that the site says; and a user who was none before may have become one by the site's own doing.
    let visitor = visitor.or_else(|| session.uvid.as_deref().and_then(|uvid| Uvid::parse(uvid).ok()));
    let tokens = Tokens {
        access: answer.access,
        refresh: answer.refresh,
        instance_url: answer.instance_url,
        received_at: call.context.world.now_ms(),
    };
    Ok(Kept::new(session, tokens, visitor))
}

/// Keeps a new session of a journey that began in this epoch: from here on no abort and no deadline ends the call, nor is anything of it left undone where the caller
/// is dropped. The named user's refresh token that nobody will use, be it the replaced session's or that of a login that a
/// sign-out overtook, is revoked.
pub(crate) async fn keep(call: &Call, epoch: Epoch, new: Kept) -> Result<Rc<Session>, Error> {
    let (context, session) = (&call.context, new.session.clone());
    context.stored(context.happen(Input::Began(epoch, new))).await;
    // The sign-out may also have come while the store was busy; then it has revoked this session as its own.
    let is_kept = context.machine().epoch() == epoch;
    if is_kept { Ok(session) } else { Err(Error::new(Code::Aborted, Step::Token)) }
}

/// The one hint with a value in it: the exact string that was sent is what has to be compared in Setup.
fn with_redirect_uri(error: Error, redirect_uri: &str) -> Error {
    let prefixes = " On a site with two prefixes (/portal and /portalvforcesite) only the registered one counts.";
    let hint = concat(&[error.hint(), " Sent was: ", redirect_uri, prefixes]);
    error.with_hint(hint)
}
