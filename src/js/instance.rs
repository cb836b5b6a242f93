//! One client, and the two buffers that its events and effects are in.

use zeroize::Zeroizing;

use crate::core::Core;
use crate::core::event::Event;
use crate::core::journey::Journey;
use crate::error::Error;
use crate::js::effects::Effects;
use crate::js::events::{Happening, read};
use crate::json::Value;
use crate::pkce::Verifier;
use crate::world::effect::CallId;

/// One client. It has a core from the moment on at which its settings are known to be good.
#[derive(Default)]
pub(super) struct Instance {
    event: Zeroizing<Vec<u8>>,
    core: Option<Core>,
    effects: Effects,
}

impl Instance {
    pub fn room(&mut self, length: usize) -> *mut u8 {
        self.event = Zeroizing::new(vec![0; length]);
        self.event.as_mut_ptr()
    }

    pub fn length(&self) -> usize {
        self.effects.text().len()
    }

    pub fn step(&mut self, now_ms: u64) -> *const u8 {
        let event = std::mem::take(&mut self.event);
        let happening = str::from_utf8(&event).ok().and_then(Value::parse).and_then(read);
        drop(event);
        self.effects.begin();
        if let Some(happening) = happening {
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
                    self.effects.add(core.step(Event::Called(id, Journey::open()), now_ms));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;

    const SETTINGS: &str = r#"{"siteUrl":"https://acme.my.site.com/portal","clientId":"3MVG9example"}"#;

    impl Instance {
        /// Takes an event, and returns its effects, as the driver does.
        pub(in crate::js) fn said(&mut self, event: &str, now_ms: u64) -> String {
            self.room(event.len());
            self.event.copy_from_slice(event.as_bytes());
            self.step(now_ms);
            assert_eq!(self.length(), self.effects.text().len());
            self.effects.text().to_owned()
        }

        fn tell(&mut self, event: &str) -> Vec<Json> {
            Json::parse(&self.said(event, 1_764_350_000_000)).unwrap().elements()
        }

        fn opened() -> Self {
            let mut instance = Self::default();
            instance.tell(&format!(r#"["opened",1,{SETTINGS},"https://shop.example"]"#));
            instance
        }
    }

    fn name(effect: &Json) -> String {
        effect.elements()[0].as_str().unwrap()
    }

    fn number_of(effect: &Json) -> String {
        effect.elements()[1].to_string()
    }

    #[test]
    fn a_client_begins_with_nobody_and_where_its_token_may_go() {
        let effects = Instance::default().tell(&format!(r#"["opened",1,{SETTINGS},null]"#));
        let expected = r#"[["keep",null,0,["https://acme.my.site.com"]],["resolve",1]]"#;
        assert_eq!(effects, Json::parse(expected).unwrap().elements());
    }

    #[test]
    fn settings_and_arguments_that_are_not_good_are_refused() {
        let mut instance = Instance::default();
        let refused = instance.tell(r#"["opened",1,{"siteUrl":"http://acme.com","clientId":"x"},null]"#);
        assert_eq!(
            (name(&refused[0]).as_str(), refused[0].elements()[2].str("code").as_deref()),
            ("reject", Some("invalid_config"))
        );
        let mut instance = Instance::opened();
        let refused = instance.tell(r#"["called",2,"continueAsGuest",{"uvid":"me"}]"#);
        let error = &refused[0].elements()[2];
        assert_eq!(
            (name(&refused[0]).as_str(), error.str("code").as_deref(), error.str("step").as_deref()),
            ("reject", Some("invalid_argument"), Some("argument"))
        );
    }

    #[test]
    fn a_login_draws_random_numbers_and_sends_what_was_typed() {
        let mut instance = Instance::opened();
        let args = r#"{"username":"ada@example.com","password":"sécret \"1\"\n"}"#;
        let mut effects = instance.tell(&format!(r#"["called",2,"login",{args}]"#));
        let drawn: Vec<_> = (0..32).map(|byte| byte.to_string()).collect();
        while let Some(draw) = effects.iter().find(|effect| name(effect) == "draw") {
            effects = instance.tell(&format!(r#"["answered",{},"drawn",[{}]]"#, number_of(draw), drawn.join(",")));
        }
        let send = effects.iter().find(|effect| name(effect) == "send").unwrap();
        let request = &send.elements()[3];
        assert_eq!(request.str("method").as_deref(), Some("POST"));
        assert!(
            request.str("body").unwrap().contains("password=s%C3%A9cret%20%221%22%0A"),
            "{:?}",
            request.str("body").as_deref()
        );
        assert!(request.get("headers").unwrap().str("content-type").is_some());

        let effects = instance.tell(&format!(r#"["answered",{},"unreachable"]"#, number_of(send)));
        let reject = effects.iter().find(|effect| name(effect) == "reject").unwrap();
        assert_eq!(reject.elements()[2].str("code").as_deref(), Some("network"));
    }

    #[test]
    fn a_proof_key_takes_no_client() {
        let mut instance = Instance::default();
        let effects = instance.tell(r#"["proved",7,"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"]"#);
        assert_eq!(
            effects[0].elements()[2].str("challenge").as_deref(),
            Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        );
        for (verifier, code) in
            [("\"short\"", "invalid_argument"), ("null", "wasm_unavailable"), ("[1,2]", "wasm_unavailable")]
        {
            let effects = instance.tell(&format!(r#"["proved",7,{verifier}]"#));
            assert_eq!(effects[0].elements()[2].str("code").as_deref(), Some(code), "{verifier}");
        }
    }

    #[test]
    fn what_the_driver_never_writes_does_nothing() {
        for event in ["", "{", "[]", r#"["called",2,"unknown",{}]"#, r#"["answered",9,"odd"]"#, r#"["woke"]"#, "7"] {
            assert_eq!(Instance::default().tell(event), [], "{event}");
            assert_eq!(Instance::opened().tell(event), [], "{event}");
        }
    }

    #[test]
    fn no_event_is_left_behind() {
        let mut instance = Instance::opened();
        instance.tell(r#"["called",2,"login",{"username":"ada@example.com","password":"secret"}]"#);
        assert!(instance.event.is_empty());
    }
}
