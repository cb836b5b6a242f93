//! Effects on their way out: `["send", 3, "https://…", { … }]`. All of one step are one array.

use std::rc::Rc;

use crate::error::Error;
use crate::http::{HttpRequest, Method};
use crate::json::Writer;
use crate::pkce::Verifier;
use crate::platform::{LockMode, Slot, StoreKind};
use crate::session::bearer::instance_origin;
use crate::session::boundary::Generation;
use crate::session::facts::Session;
use crate::session::kept::Kept;
use crate::session::lifetime::good_until;
use crate::wire::authorize::VerificationMethod;
use crate::world::effect::{Ask, CallId, Effect, EffectId, Outcome};

/// The effects of a step, as JSON.
#[derive(Default)]
pub(super) struct Effects {
    out: Writer,
    /// The session as it was kept last. The driver has it, so `true` stands for it: the app gets the same object.
    last: Option<Rc<Session>>,
    site_origin: String,
}

impl Effects {
    pub fn text(&self) -> &str {
        self.out.text()
    }

    pub fn begin(&mut self) {
        self.out = Writer::default();
        self.out.open('[');
    }

    pub fn end(&mut self) {
        self.out.close(']');
    }

    /// Where the client begins: with nobody signed in, at a site of this origin.
    pub fn site(&mut self, origin: &str) {
        origin.clone_into(&mut self.site_origin);
        self.keep(None, Generation::default());
    }

    pub fn add(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.effect(effect);
        }
    }

    fn effect(&mut self, effect: Effect) {
        match effect {
            Effect::Ask(id, ask) => return self.ask(id, ask),
            Effect::End(id) => {
                self.answered("end", id);
            }
            Effect::Join { channel } => {
                let out = self.named("join");
                match channel {
                    Some(channel) => out.string(&channel),
                    None => out.raw("null"),
                };
            }
            Effect::Post(text) => {
                self.named("post").string(&text);
            }
            Effect::Leave => {
                self.named("leave");
            }
            Effect::Resolve(id, outcome) => return self.resolve(id, outcome),
            Effect::Reject(id, error) => return self.reject(id, &error),
            Effect::Keep(kept, generation) => return self.keep(kept.as_ref(), generation),
            Effect::Tell(event) => {
                self.named("tell").string(event.kind.as_str()).raw(truth(event.from_other_tab));
                self.session(event.session.as_ref());
            }
        }
        self.out.close(']');
    }

    fn ask(&mut self, id: EffectId, ask: Ask) {
        match ask {
            Ask::Send(request) => return self.send(id, &request),
            Ask::Sleep(ms) => {
                self.answered("sleep", id).number(ms.into());
            }
            Ask::Lock { name, mode } => {
                let mode = match mode {
                    LockMode::Try => "try",
                    LockMode::Wait => "wait",
                    LockMode::Steal => "steal",
                };
                self.answered("lock", id).string(&name).string(mode);
            }
            Ask::Get(slot) => {
                self.store("get", id, &slot);
            }
            Ask::Set(slot, value) => {
                self.store("set", id, &slot).string(&value);
            }
            Ask::Remove(slot) => {
                self.store("remove", id, &slot);
            }
            Ask::Verify { key, message, signature } => {
                let out = self.answered("verify", id);
                out.open('{').member("n", &key.modulus).member("e", &key.exponent).close('}');
                bytes(out, &message);
                bytes(out, &signature);
            }
            Ask::Draw => {
                self.answered("draw", id);
            }
        }
        self.out.close(']');
    }

    fn named(&mut self, name: &str) -> &mut Writer {
        self.out.open('[').string(name)
    }

    /// An effect that is answered under its number.
    fn answered(&mut self, name: &str, id: EffectId) -> &mut Writer {
        self.named(name).number(id.0.into())
    }

    fn store(&mut self, name: &str, id: EffectId, slot: &Slot) -> &mut Writer {
        let store = match slot.store {
            StoreKind::Session => "session",
            StoreKind::Local => "local",
            StoreKind::Own => "own",
        };
        self.answered(name, id).string(store).string(&slot.key).number(slot.limit_ms.into())
    }

    /// The rest of what `fetch` takes is the same for all requests, and the driver's.
    fn send(&mut self, id: EffectId, request: &HttpRequest) {
        let out = self.answered("send", id).string(&request.url).open('{');
        let method = match request.method {
            Method::Get => "GET",
            Method::Post => "POST",
        };
        out.member("method", method).name("headers").open('{');
        for (name, value) in &request.headers {
            out.member(name, value);
        }
        out.close('}').optional("body", request.body.as_ref().map(|body| body.as_str()));
        if request.outlives_page {
            out.name("keepalive").raw("true");
        }
        out.close('}').close(']');
    }

    fn session(&mut self, session: Option<&Rc<Session>>) {
        match session {
            None => _ = self.out.raw("null"),
            Some(session) if self.last.as_ref().is_some_and(|last| Rc::ptr_eq(last, session)) => {
                self.out.raw("true");
            }
            Some(session) => session.write(&mut self.out),
        }
    }

    fn resolve(&mut self, id: CallId, outcome: Outcome) {
        let is_session = matches!(outcome, Outcome::Session(_) | Outcome::SocialSession(_));
        let name = if is_session { "enter" } else { "resolve" };
        self.named(name).number(id.0.into());
        match outcome {
            Outcome::Nothing => {}
            Outcome::Session(session) => self.session(Some(&session)),
            Outcome::SocialSession(social) => {
                self.session(Some(&social.session));
                if let Some(address) = &social.return_to {
                    self.out.open('{').member("returnTo", address).close('}');
                }
            }
            Outcome::Registration(started) => {
                self.started(&started.identifier, started.email.as_deref(), started.method);
            }
            Outcome::PasswordlessLogin(started) => self.started(&started.identifier, None, started.method),
            Outcome::Token(kept) => {
                self.out.string(kept.tokens.access.expose());
            }
            Outcome::Address(address) => {
                self.out.string(&address);
            }
            Outcome::Claims(claims) => {
                self.out.raw(claims.raw());
            }
        }
        self.out.close(']');
    }

    fn started(&mut self, identifier: &str, email: Option<&str>, method: VerificationMethod) {
        let out = self.out.open('{').member("identifier", identifier).optional("email", email);
        out.member("method", method.as_str()).close('}');
    }

    pub fn proof(&mut self, id: CallId, verifier: &Verifier) {
        let out = self.named("resolve").number(id.0.into()).open('{');
        out.member("verifier", verifier.expose()).member("challenge", verifier.challenge().as_str());
        out.close('}').close(']');
    }

    /// An error has the names that the npm package documents, but for its texts: those are the package's, by code and hint.
    pub fn reject(&mut self, id: CallId, error: &Error) {
        let out = self.named("reject").number(id.0.into()).open('{');
        out.member("code", error.code().as_str()).member("step", error.step().as_str());
        let (hint, quoted) = error.hint_word();
        out.optional("hint", hint).optional("quoted", quoted);
        out.name("retryable").raw(truth(error.retryable()));
        if let Some(status) = error.status() {
            out.name("status").number(status.into());
        }
        out.optional("error", error.error()).optional("errorDescription", error.error_description());
        out.close('}').close(']');
    }

    /// What the app reads without a call: the session and its generation, where its token may go, the token itself, and the time
    /// until which it is good where that is known.
    fn keep(&mut self, kept: Option<&Kept>, generation: Generation) {
        self.named("keep");
        self.session(kept.map(|kept| &kept.session));
        self.last = kept.map(|kept| kept.session.clone());
        let instance = kept.and_then(instance_origin);
        self.out.number(generation.0.into()).open('[').string(&self.site_origin);
        if let Some(origin) = &instance {
            self.out.string(origin);
        }
        self.out.close(']');
        if let Some(kept) = kept {
            self.out.string(kept.tokens.access.expose());
            if let Some(time) = good_until(kept) {
                self.out.number(time);
            }
        }
        self.out.close(']');
    }
}

fn truth(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}

/// Bytes as an array of numbers.
fn bytes(out: &mut Writer, bytes: &[u8]) {
    out.open('[');
    for byte in bytes {
        out.number((*byte).into());
    }
    out.close(']');
}
