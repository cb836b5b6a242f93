//! The steps from an authorize request to a session, which every login and a guest's renewal end with.

use std::rc::Rc;

use crate::context::call::{Call, gone};
use crate::error::{Code, Error, Step};
use crate::flow::token_response;
use crate::http::HttpResponse;
use crate::pkce::Verifier;
use crate::session::boundary::{Gone, Input, Look, Reach, Start};
use crate::session::facts::Session;
use crate::session::kept::Kept;
use crate::settings::Settings;
use crate::wire::authorize::{self, Binding, Proof, Requester, Subject};
use crate::wire::code::{self, AuthorizationResponse};
use crate::wire::token;
use crate::world::effect::Outcome;

/// A journey that is one such request and ends in a session: login, guest, one-time code.
pub(crate) async fn obtain_session(call: &Call, requester: &Requester<'_>) -> Result<Outcome, Error> {
    let kept = obtain_tokens(call, requester).await?;
    begin_session(call, call.start, kept).await.map(Outcome::Session)
}

/// Sends the authorize request, reads the code and exchanges it. The caller decides what becomes of the session.
pub(crate) async fn obtain_tokens(call: &Call, requester: &Requester<'_>) -> Result<Kept, Error> {
    let settings = &call.context.settings;
    let binding = bind(call).await?;
    let response = call.send(Step::Authorize, authorize::request(settings, &binding, requester)?).await?;
    let code = read_code(settings, &binding, requester, &response)?;
    exchange(call, &code, &settings.redirect_uri, &binding.verifier, requester.subject()).await
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
    requester: &Requester<'_>,
    response: &HttpResponse,
) -> Result<Box<AuthorizationResponse>, Error> {
    match code::read(settings, &binding.state, response) {
        Ok(code) => Ok(Box::new(code)),
        Err(error) => Err(match (error.code(), requester) {
            (Code::RedirectUriMismatch, _) => error.with_redirect_uri(&settings.redirect_uri),
            // The site has one text for a wrong password and a wrong code.
            (Code::InvalidCredentials, Requester::User { proof: Proof::OneTimeCode { .. }, .. }) => {
                error.with_code(Code::InvalidOtp)
            }
            _ => error,
        }),
    }
}

/// Exchanges the code for tokens.
pub(crate) async fn exchange(
    call: &Call,
    code: &AuthorizationResponse,
    redirect_uri: &str,
    verifier: &Verifier,
    subject: Subject<'_>,
) -> Result<Kept, Error> {
    let settings = &call.context.settings;
    let response = call.send(Step::Token, token::exchange(settings, code, redirect_uri, verifier, subject)).await?;
    let received_at = call.context.world.now_ms();
    let tokens = token_response::read(call, Step::Token, &response, None).await?;
    Ok(Kept::begun(settings, code, &tokens, subject, received_at))
}

/// Begins the session of a journey that was begun at `start`. From here on neither abort nor deadline ends the call, and all
/// follow-ups run even if the caller is dropped. A token that is no longer needed is revoked: the refresh token of the session
/// that is replaced, or the new one if the journey comes too late (rule 9).
pub(crate) async fn begin_session(call: &Call, start: Start, new: Kept) -> Result<Rc<Session>, Error> {
    let (context, session) = (&call.context, new.session.clone());
    if context.reach() == Reach::Tab {
        // Nobody has told of a renewal that another document has made. What is replaced is then its refresh token.
        let _ = context.look(Look::Routine).await;
    }
    let overtaken = context.machine().overtaken(start, &new);
    context.settled(context.apply(Input::Began(start, new))).await;
    // A sign-out may also have come while the store was busy; then it has revoked this session as its own.
    let signed_out = (context.machine().epoch() != start.epoch).then_some(Gone::SignedOut);
    match overtaken.or(signed_out) {
        None => Ok(session),
        Some(why) => Err(gone(why, Step::Token)),
    }
}
