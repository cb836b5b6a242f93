//! Events on their way in: `["called", 2, "login", { … }]`.

use crate::core::event::Event;
use crate::error::Error;
use crate::http::HttpResponse;
use crate::js::read::Elements;
use crate::js::{calls, settings};
use crate::json::Value;
use crate::pkce::Verifier;
use crate::platform::SendError;
use crate::settings::Settings;
use crate::world::effect::{Answer, CallId, EffectId, LockAnswer, Random};

/// What the driver tells.
pub(super) enum Happening {
    /// The first: a client with these settings, on a page of this origin.
    Opened(CallId, Box<Result<Settings, Error>>, Option<String>),
    /// A call whose arguments are of the right types and yet not good.
    Refused(CallId, Error),
    /// A proof key is asked for, which takes no client.
    Proved(CallId, Result<Verifier, Error>),
    /// Something for the core.
    In(Event),
}

/// `None` for anything that the driver does not write.
pub(super) fn read(json: Value<'_>) -> Option<Happening> {
    let mut event = Elements::of(json);
    Some(match event.text().as_str() {
        "opened" => {
            let id = CallId(event.number());
            Happening::Opened(id, Box::new(settings::read(event.next())), event.next().as_str())
        }
        "called" => {
            let (id, name) = (CallId(event.number()), event.text());
            match calls::read(&name, event.next()) {
                Ok(call) => Happening::In(Event::Called(id, call?)),
                Err(error) => Happening::Refused(id, error),
            }
        }
        "proved" => Happening::Proved(CallId(event.number()), verifier(event.next())),
        "aborted" => Happening::In(Event::Aborted(CallId(event.number()))),
        "answered" => Happening::In(Event::Answered(EffectId(event.number()), answer(event)?)),
        "heard" => Happening::In(Event::Heard(event.text().into())),
        "woke" => Happening::In(Event::Woke),
        "closed" => Happening::In(Event::Closed),
        _ => return None,
    })
}

fn answer(mut answer: Elements<'_>) -> Option<Answer> {
    Some(match answer.text().as_str() {
        "response" => {
            let status = answer.number() as u16;
            let (url, content_type, body) = (answer.text(), answer.text(), answer.text());
            Answer::Response(Box::new(HttpResponse::new(status, url, content_type, body)))
        }
        "cut off" => Answer::Lost(SendError::CutOff(answer.number() as u16)),
        "unreachable" => Answer::Lost(SendError::Unreachable),
        "slept" => Answer::Slept,
        "value" => Answer::Value(answer.next().as_str().map(|text| Box::new(text.into()))),
        "done" => Answer::Done,
        "no value" | "not done" => Answer::Failed,
        "held" => Answer::Lock(LockAnswer::Held),
        "busy" => Answer::Lock(LockAnswer::Busy),
        "unsupported" => Answer::Lock(LockAnswer::Unsupported),
        "verified" => Answer::Verified(answer.next().as_bool()),
        "drawn" => Answer::Drawn(bytes(answer.next())),
        _ => return None,
    })
}

/// 32 random bytes; `None` where there were none to be had.
fn bytes(json: Value<'_>) -> Option<Box<Random>> {
    let mut bytes = Box::new(Random::new([0; 32]));
    let mut drawn = json.elements();
    for byte in bytes.iter_mut() {
        *byte = drawn.next()?.as_whole()? as u8;
    }
    drawn.next().is_none().then_some(bytes)
}

/// One that the app brought, or one of random bytes.
fn verifier(given: Value<'_>) -> Result<Verifier, Error> {
    match given.as_str() {
        Some(text) => Verifier::parse(text),
        None => bytes(given).map(|bytes| Verifier::of(&bytes)).ok_or_else(Verifier::no_source),
    }
}
