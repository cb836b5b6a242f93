//! The steps from an authorize request to a session, which every login and a guest's renewal end with.

use std::rc::Rc;

use crate::error::{Code, Error, Step};
use crate::flow::call::Call;
use crate::flow::token_answer;
use crate::http::HttpResponse;
use crate::pkce::Verifier;
use crate::session::facts::Session;
use crate::session::kept::Kept;
use crate::session::machine::{Epoch, Input};
use crate::settings::Settings;
use crate::wire::authorize::{self, Binding, Proof, Subject};
use crate::wire::code::{self, CodeAnswer};
use crate::wire::token;
use crate::world::effect::{Entered, Outcome};

/// A journey that is one such request and ends in a session: login, guest, one-time code.
pub(crate) async fn sign_in(call: &Call, proof: Option<&Proof<'_>>, subject: &Subject) -> Result<Outcome, Error> {
    let kept = obtain_tokens(call, proof, subject).await?;
    let session = begin_session(call, call.epoch, kept).await?;
    Ok(Outcome::Entered(Rc::new(Entered { session, return_to: None })))
}

/// Authorize, echo, token: for those who keep the session in a way of their own.
pub(crate) async fn obtain_tokens(call: &Call, proof: Option<&Proof<'_>>, subject: &Subject) -> Result<Kept, Error> {
    let settings = &call.context.settings;
    let binding = bind(call).await?;
    let answer = call.send(Step::Authorize, authorize::request(settings, &binding, proof, subject)?).await?;
    let code = read_code(settings, &binding, proof, &answer)?;
    exchange(call, &code, &settings.redirect_uri, &binding.verifier, subject).await
}

/// What binds a login's steps together.
pub(crate) async fn bind(call: &Call) -> Result<Box<Binding>, Error> {
    let verifier = call.draw().await?.drawn()?;
    let state = call.draw().await?.drawn()?;
    Ok(Box::new(Binding::new(&verifier, &state)))
}

fn read_code(
    settings: &Settings,
    binding: &Binding,
    proof: Option<&Proof<'_>>,
    answer: &HttpResponse,
) -> Result<Box<CodeAnswer>, Error> {
    match code::read(settings, &binding.state, answer) {
        Ok(code) => Ok(Box::new(code)),
        Err(error) => Err(match (error.code(), proof) {
            (Code::RedirectUriMismatch, _) => error.with_redirect_uri(&settings.redirect_uri),
            // The site has one text for a wrong password and a wrong code.
            (Code::InvalidCredentials, Some(Proof::OneTimeCode { .. })) => error.of_code(Code::InvalidOtp),
            _ => error,
        }),
    }
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
    let answer = token_answer::read(call, Step::Token, &answer, None).await?;
    Ok(Kept::begun(settings, code, &answer, subject, call.context.world.now_ms()))
}

/// Begins the session of a journey that started in `epoch`. From here on neither abort nor deadline ends the call, and all
/// follow-ups run even if the caller is dropped. A token that is no longer needed is revoked: the refresh token of the session
/// that is replaced, or this login's own token if a sign-out came first.
pub(crate) async fn begin_session(call: &Call, epoch: Epoch, new: Kept) -> Result<Rc<Session>, Error> {
    let (context, session) = (&call.context, new.session.clone());
    context.settled(context.happen(Input::Began(epoch, new))).await;
    // The sign-out may also have come while the store was busy; then it has revoked this session as its own.
    let is_current = context.machine().epoch() == epoch;
    if is_current { Ok(session) } else { Err(Error::new(Code::Aborted, Step::Token)) }
}
