//! One client, and the two buffers that its events and effects are in.

use zeroize::Zeroizing;

use crate::core::Core;
use crate::core::event::{Call, Event};
use crate::error::Error;
use crate::js::effects::Effects;
use crate::js::events::{Happening, read};
use crate::json::Json;
use crate::pkce::Verifier;
use crate::world::effect::CallId;

/// One client. It has a core from the moment on at which its settings are known to be good.
#[derive(Default)]
pub(super) struct Door {
    event: Zeroizing<Vec<u8>>,
    core: Option<Core>,
    effects: Effects,
}

impl Door {
    pub fn room(&mut self, length: usize) -> *mut u8 {
        self.event = Zeroizing::new(vec![0; length]);
        self.event.as_mut_ptr()
    }

    pub fn length(&self) -> usize {
        self.effects.text().len()
    }

    pub fn step(&mut self, now_ms: u64) -> *const u8 {
        let event = std::mem::take(&mut self.event);
        let json = std::str::from_utf8(&event).ok().and_then(Json::parse);
        drop(event);
        self.effects.begin();
        if let Some(happening) = json.and_then(read) {
            self.take(happening, now_ms);
        }
        self.effects.end();
        self.effects.text().as_ptr()
    }

    fn take(&mut self, happening: Happening, now_ms: u64) {
        match happening {
            Happening::Opened(id, settings, origin) => match *settings {
                Ok(settings) => {
                    self.effects.site(&settings.site_origin);
                    let mut core = Core::new(settings, origin);
                    self.effects.add(core.step(Event::Called(id, Box::new(Call::Open)), now_ms));
                    self.core = Some(core);
                }
                Err(error) => self.effects.reject(id, &error),
            },
            Happening::Refused(id, error) => self.effects.reject(id, &error),
            Happening::Proved(id, verifier) => self.prove(id, verifier),
            Happening::In(event) => {
                if let Some(core) = &mut self.core {
                    self.effects.add(core.step(event, now_ms));
                }
            }
        }
    }

    fn prove(&mut self, id: CallId, verifier: Result<Verifier, Error>) {
        match verifier {
            Ok(verifier) => self.effects.proof(id, &verifier),
            Err(error) => self.effects.reject(id, &error),
        }
    }
}
